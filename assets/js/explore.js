/* Explore, and one panel by itself. What the first map needs is imported; controls and panels come once it is asked
   for, so that they do not delay it. */

import "./explore/painter.js";
import { complete } from "./explore/registry.js";
import { requestView } from "./explore/transport.js";
import * as fineOutlines from "./map/fine_outlines.js";
import { mainMap } from "./map/main_map.js";
import * as zoom from "./map/zoom.js";

zoom.attach(mainMap);
fineOutlines.attach(mainMap);
requestView(window.location.search);
Promise.allSettled([import("./explore/page_parts.js"), import("./explore.panels.js")]).then((parts) => {
  const failed = parts.filter((part) => part.status === "rejected");
  for (const { reason } of failed) console.error(reason);
  complete(failed.length === 0);
});
