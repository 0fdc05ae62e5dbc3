// The names that the element takes: src/settings/attributes.rs tells of each, and a test compares.

export const NAME = "customer-journey-widget";

// The attributes, each also without its dashes, and as a property in camel case; src/settings/attributes.rs tells of each.
const ATTRIBUTES = [
  "base-url",
  "project-id",
  "template-id",
  "scheduled-callbacks",
  "generated-summaries",
  "customer",
  "cad-variable-lookup",
  "withheld-callers",
  "limit",
  "time-frame",
  "default-time-range-option",
  "time-range-option",
  "enable-user-search",
  "user-search",
  "disable-user-search",
  "show-alias-icon",
  "read-only-aliases",
  "hide-profile-name",
  "condensed-view",
  "disable-event-stream",
  "live-stream",
  "icon-data-url",
  "icon-data-path",
  "stream-auth",
  "layout-url",
  "sources",
  "avaya-base-url",
  "avaya-account-id",
  "avaya-app-key",
  "avaya-identifiers",
  "genesys-domain",
  "genesys-base-url",
  "conversation-id",
  "genesys-months",
  "lcm-channel",
  "lcm-months",
  "lcm-campaign",
  "lcm-account-number",
  "persona",
  "badge-keyword",
  "row-variables",
  "flags-url",
  "links-url",
  "follow-up",
  "collapse-profile-section",
  "collapse-alias-section",
  "collapse-timeline-section",
  "hide-wxcc-events",
  "compact-wxcc-events",
  "ignore-undefined-origins",
  "logs-on",
  "use-new-momentum-icons",
  "is-visual-rebrand-enabled",
  "is-momentum-v2-enabled",
];

// Properties that are no attribute of the list. Each also takes the older attribute spelling (bearer-token …).
const OWN_PROPERTIES = [
  "bearerToken",
  "interactionData",
  "organizationId",
  "dataCenter",
  "customer",
  "darkMode",
  "locale",
  "identities",
  "avayaToken",
  "genesysToken",
  "lcmRequest",
  "eventIconTemplate",
  "flags",
  "links",
];

// Properties that are functions: they are handed on as they are.
export const FUNCTIONS = ["lcmRequest"];

// Attributes that are read and not in the list.
const ALSO_READ = ["lang", "workspace-id"];

const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const PROPERTIES = [...new Set([...OWN_PROPERTIES, ...ATTRIBUTES.map(camel)])];

// No other attribute is listened to: a page may change `class` and `style` with every frame. Nothing but a debug build takes
// the last one (handle.rs).
export const OBSERVED = [
  ...[...ATTRIBUTES, ...PROPERTIES.map(kebab), ...ALSO_READ].flatMap((name) => [name, name.replaceAll("-", ""), camel(name)]),
  "data-panic",
];
