// Journeys of whoever is looked up.
import { showJourney } from "./page.js";

showJourney("journeys", { "enable-user-search": "true" }, () => {});
