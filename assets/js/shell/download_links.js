/* The links to files of the figures. */

/* Files hold the view that `parts` names. */
export function fillDownloadLinks(parts) {
  document.querySelectorAll("[data-download]").forEach((link) => {
    link.setAttribute("href", `/download/${link.dataset.download}?${parts}`);
  });
}
