/* The profile of a place. */

import "./page.js";
import "./profile/profile.js";
