/* The map of the page. */

import { create } from "./county_map.js";

export const mainMap = create("map-hover");
