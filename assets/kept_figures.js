/* Figures of an older extract, where the address asks for them (`#figures=VERSION`): every answer is then of it. */
(function () {
  const version = new URLSearchParams(window.location.hash.slice(1)).get("figures");
  if (!version || !/^[\w-]{1,64}$/.test(version)) return;
  const fetched = window.fetch;
  window.fetch = (address, options = {}) => {
    const headers = new Headers(options.headers);
    headers.set("X-Figures", version);
    return fetched(address, { ...options, headers });
  };
})();
