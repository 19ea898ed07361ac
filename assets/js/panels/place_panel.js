/* A panel of a place's profile by itself, as a slide or embedded, follows the view of its page. */

import { onPanel } from "../explore/registry.js";
import { paintSection } from "../profile/panels.js";
import { findAll } from "../shell/dom.js";

onPanel("profile", (_sent, payload) => {
  const [section] = findAll('[data-lazy-panel=""]');
  return section ? paintSection(section, payload.query) : null;
});
