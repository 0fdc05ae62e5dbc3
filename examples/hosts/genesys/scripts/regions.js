// The regions of Genesys Cloud: the name that it gives an environment, and its domain.
const REGIONS = new Map([
  ["prod", "mypurecloud.com"],
  ["prod-usw2", "usw2.pure.cloud"],
  ["prod-cac1", "cac1.pure.cloud"],
  ["prod-mxc1", "mxc1.pure.cloud"],
  ["prod-sae1", "sae1.pure.cloud"],
  ["prod-euw1", "mypurecloud.ie"],
  ["prod-euw2", "euw2.pure.cloud"],
  ["prod-euc1", "mypurecloud.de"],
  ["prod-euc2", "euc2.pure.cloud"],
  ["prod-mec1", "mec1.pure.cloud"],
  ["prod-aps1", "aps1.pure.cloud"],
  ["prod-apse1", "apse1.pure.cloud"],
  ["prod-apse2", "mypurecloud.com.au"],
  ["prod-apne1", "mypurecloud.jp"],
  ["prod-apne2", "apne2.pure.cloud"],
  ["prod-apne3", "apne3.pure.cloud"],
  ["fedramp-use2-core", "use2.us-gov-pure.cloud"],
  ["eusc_de_east_1", "edee1.eusc-pure.cloud"],
]);
const DOMAINS = new Set(REGIONS.values());

/** The domain that a name of a region, its domain or an address in it means; null for anything else. */
export const domainOf = (text) => {
  const plain = String(text ?? "").trim().toLowerCase();
  const host = plain.replace(/^https?:\/\//, "").replace(/[/:].*$/, "").replace(/^\.|\.$/g, "");
  const domain = REGIONS.get(plain) ?? host.replace(/^(apps|api|login)\./, "");
  return DOMAINS.has(domain) ? domain : null;
};
