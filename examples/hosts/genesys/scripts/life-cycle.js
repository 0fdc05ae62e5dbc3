// The life cycle of a client app in Genesys Cloud, by the vendor's SDK.
import ClientApp from "purecloud-client-app-sdk";

const appOf = ({ hostOrigin, targetEnv, environment }) => {
  if (hostOrigin && targetEnv) return new ClientApp({ gcHostOrigin: hostOrigin, gcTargetEnv: targetEnv });
  if (environment) return new ClientApp({ pcEnvironment: environment });
  return null;
};

/** Follows it: `onStop` when the app is to end, `onShown(isShown)` when it comes to the front or goes to the back. */
export const followLifeCycle = (settings, { onStop, onShown }) => {
  const app = window.parent === window ? null : appOf(settings);
  if (!app) return;
  const { lifecycle } = app;
  lifecycle.addBootstrapListener(() => lifecycle.bootstrapped());
  lifecycle.addFocusListener(() => onShown(true), false);
  lifecycle.addBlurListener(() => onShown(false), false);
  lifecycle.addStopListener(() => {
    onStop();
    lifecycle.stopped();
  });
};
