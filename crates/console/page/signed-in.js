// Where the identity provider sends people back to, in the window that the console opened: hands what came to the
// console, which alone has what belongs to it (PKCE), and closes. The address is cleared first: a code is used once, and
// stays in no history. Not by `opener`: a provider's page may have cut that.
const came = new URLSearchParams(location.search);
history.replaceState(null, "", location.pathname);
const channel = new BroadcastChannel("journey-console-sign-in");
channel.postMessage({
  state: came.get("state") ?? "",
  code: came.get("code") ?? "",
  error: came.get("error_description") ?? came.get("error") ?? "",
});
channel.close();
window.close();
