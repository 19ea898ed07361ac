/* Explore, and one of its panels by itself: each module registers what it paints and what its controls change. */

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
import "./panels/breakdown.js";
import "./panels/distribution.js";
import "./panels/map_empty.js";
import "./panels/place_panel.js";
import "./panels/ranking.js";
import "./panels/rising.js";
import "./panels/second_map.js";
import "./panels/sectors.js";
import "./panels/single_panel.js";
import "./panels/small_maps.js";
import "./panels/trend.js";

zoom.attach(mainMap);
fineOutlines.attach(mainMap);
requestView(window.location.search);
