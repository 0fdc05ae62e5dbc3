// Loads the widget from beside the console, once. Its script is a classic one that can be imported, too; a <script> whose
// address is set would need a policy for trusted types, and this page has none.
let loading = null;

export const loadWidget = () => {
  loading ??= import("./widget/customer-journey-widget.js").catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
};
