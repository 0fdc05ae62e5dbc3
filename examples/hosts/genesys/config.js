// What these pages need to know of your organization. Nothing of it is secret: everybody who opens a page can read it.
window.JOURNEY_CONFIG = {
  // The id of your OAuth client of kind "Code Authorization" (docs/hosts/genesys.md, step 2).
  clientId: "",
  // Your region: its domain (mypurecloud.de) or its name (prod-euc1). Where Genesys Cloud names it in a page's address, that
  // one is taken.
  region: "mypurecloud.com",
  // Other addresses than the region's, for a gateway of your own: apiUrl: "https://…", loginUrl: "https://…".
  //
  // grant: "implicit" for an older OAuth client of kind "Token Implicit Grant": Genesys supports it until March 2027 only.
  //
  // Attributes of the widget, as in its README: other sources beside Genesys, how much is shown …
  attributes: { sources: "genesys" },
};
