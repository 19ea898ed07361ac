/* What Explore has beside its map and its panels: each module registers what it paints and what its controls change. */

import "../map/legend.js";
import "../map/options.js";
import "../page.js";
import "../panels/map_empty.js";
import "../panels/place_panel.js";
import "../panels/single_panel.js";
import "./controls.js";
import "./fallbacks.js";
import "./place_search.js";
