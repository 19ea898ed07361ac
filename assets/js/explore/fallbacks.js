/* Where a figure is withheld, a button takes the view to a period that has one. */

import * as registry from "./registry.js";

registry.onPress(
  "offer",
  (parts, offered) => {
    for (const name of ["level", "since"]) parts.delete(name);
    for (const [name, value] of new URLSearchParams(offered)) parts.set(name, value);
  },
  () => "#period",
);
