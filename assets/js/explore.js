/* Explore, and one panel by itself: each module registers what it paints and what its controls change. Those of panels
   have run by now: the page names them before this one. */

import "./explore/controls.js";
import "./explore/fallbacks.js";
import "./explore/place_search.js";
import { requestView } from "./explore/transport.js";
import * as fineOutlines from "./map/fine_outlines.js";
import "./map/legend.js";
import { mainMap } from "./map/main_map.js";
import "./map/options.js";
import * as zoom from "./map/zoom.js";
import "./page.js";
import "./panels/map_empty.js";
import "./panels/place_panel.js";
import "./panels/single_panel.js";

zoom.attach(mainMap);
fineOutlines.attach(mainMap);
requestView(window.location.search);
