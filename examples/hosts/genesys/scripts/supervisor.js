// Journeys of whoever is looked up.
import { showJourney } from "./page.js";

showJourney({ "enable-user-search": "true" }, () => {});
