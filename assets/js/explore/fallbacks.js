/* Where a figure is withheld, a button takes the view to a period that has one. */

import * as registry from "./registry.js";

registry.onPress(
  "fallback",
  (parts, fallback) => {
    for (const name of ["level", "since"]) parts.delete(name);
    for (const [name, value] of new URLSearchParams(fallback)) parts.set(name, value);
  },
  () => "#period",
);
