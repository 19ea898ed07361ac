/* A panel of a place's profile by itself, as a slide or embedded, follows the view of its page. */

import { onPanel } from "../explore/registry.js";
import { paintSection } from "../profile/panels.js";

onPanel("profile", (_sent, payload) => {
  const section = document.querySelector('[data-lazy-panel=""]');
  return section ? paintSection(section, payload.query) : null;
});
