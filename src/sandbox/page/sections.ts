/** Part of the page's script: one function per section, from the data of the sandbox to elements. */
export const PAGE_SECTIONS = String.raw`
const TIKTOK_TEMPLATE = '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d';
const MAX_PROJECTS = 50;
const MAX_REQUESTS = 30;

const id = (text) => h('span', { class: 'id', text });
const chip = (text, tone = '') => h('span', { class: 'chip ' + tone, text });
const row = (words, ...buttons) => h('li', {}, h('div', {}, words), h('div', { class: 'row' }, buttons));
const list = (rows, none) => (rows.length === 0 ? h('p', { class: 'card quiet', text: none }) : h('ul', { class: 'list' }, rows));
const table = (caption, heads, rows) =>
  h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', {}, h('thead', {}, h('tr', {}, heads.map(([text, kind = '']) => h('th', { scope: 'col', class: kind, text })))),
      h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, at) => h('td', { class: heads[at][1] ?? '' }, cell)))))));
const amount = (number, currency) => {
  const { maximumFractionDigits: digits } = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions();
  return Number(number).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) + ' ' + currency;
};
const json = (value) => JSON.stringify(value, null, 2);
const tiktokLayers = (project) => project.layers.filter(({ template }) => template === TIKTOK_TEMPLATE);

const businessNames = (world) => {
  const names = new Map(world.tiktok.businessCenters.map((one) => [one.id, one.name]));
  return (business) => names.get(business) ?? 'Business Center ' + business;
};

/** The form starts with the ad account of the config, if TikTok has it. */
const configuredAccount = (project, world) => {
  const named = tiktokLayers(project).map(({ config }) => config.adAccountId);
  return world.tiktok.advertisers.find((one) => named.includes(one.id))?.id;
};

const connectForm = (project, world) => () => ({
  title: 'Connect an ad account',
  text: 'Completes OAuth for ' + project.name + ', or binds the account that a partner shared.',
  button: 'Connect',
  done: 'The ad account is connected.',
  fields: [{ name: 'adAccount', label: 'Ad account at TikTok', value: configuredAccount(project, world), options: world.tiktok.advertisers.map((one) => ({ value: one.id, label: one.name + ' (' + one.id + ')' })) }],
  send: (values) => person('connect-account', { project: project.id, ...values }),
});

const openLinks = ({ layers }, now) => layers.oauthUrls.filter(({ used, platform, expiresAt }) => !used && platform === 'tiktok_ads' && Date.parse(expiresAt) > Date.parse(now));

/** Everything that a run or a dashboard waits for. */
const waitingRows = (world, people, now) => {
  const { layers, tiktok } = world;
  const name = businessNames(world);
  const install = layers.projects.filter((project) => tiktokLayers(project).length === 0);
  const links = openLinks(world, now);
  return [
    ...tiktok.partnerships.filter(({ state }) => state === 'requested').map(({ from, to }) =>
      row([name(from), ' asks ', name(to), ' for a partnership ', id(from + ' → ' + to)],
        doing('Accept', 'The partnership of ' + name(from) + ' is accepted.', () => person('accept-partnership', { from, to }), { class: 'primary' }))),
    ...links.flatMap(({ project: of, nonce }) => layers.projects.filter((one) => one.id === of).map((project) =>
      row(['An OAuth link of ', project.name, ' is open'], asking('Complete OAuth', nonce, connectForm(project, world))))),
    ...layers.projects.flatMap((project) => project.pendingActions.filter(({ status }) => status === 'pending').map((action) =>
      row([action.actionType, ' of ', action.entityName || action.entityId, ' in ', project.name, ' waits for approval ', id(action.pendingId)],
        doing('Approve', action.pendingId + ' is approved.', () => person('approve-pending', { project: project.id, pending: action.pendingId }), { class: 'primary' }),
        doing('Reject', action.pendingId + ' is rejected.', () => person('reject-pending', { project: project.id, pending: action.pendingId }))))),
    ...install.slice(0, MAX_PROJECTS).map((project) =>
      row([project.name, ' has no TikTok Ads Manager layer ', id(project.id)],
        doing('Install', 'The layer is installed in ' + project.name + '.', () => person('install', { project: project.id }), { class: 'primary' }))),
    ...people.coming.slice(0, MAX_PROJECTS).map(({ who, does, at }) =>
      row([who, ' does ', does, ' at ', h('time', { datetime: at, text: at.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC') })],
        doing('Advance to it', 'The clock is at ' + at + '.', () => call('POST', 'clock', { now: at })))),
  ];
};

const layerPart = (project, layer, world) => {
  const target = { project: project.id, layer: layer.id };
  const state = layer.active ? chip('active', 'good') : chip('paused', 'warn');
  return [
    h('h3', {}, 'Layer ', id(layer.id), ' ', state, ' ', layer.killSwitch ? chip('kill switch', 'bad') : ''),
    h('div', { class: 'row' },
      asking('Paste a config', layer.id, () => ({
        title: 'View as JSON', text: project.name + ': the text replaces the whole config.', button: 'Save', done: 'The config is saved.',
        fields: [{ name: 'json', label: 'Config', rows: 12, value: json(layer.config) }],
        send: (values) => person('paste', { ...target, ...values }),
      })),
      layer.active
        ? doing('Pause', layer.id + ' is paused.', () => person('pause-layer', target))
        : doing('Resume', layer.id + ' is active.', () => person('resume-layer', target)),
      asking('Connect an ad account', layer.id, connectForm(project, world))),
    h('pre', { tabindex: '0', 'aria-label': 'Config of ' + layer.id, text: json(layer.config) }),
  ];
};

const campaignRow = (campaign) => {
  const runs = campaign.status === 'active';
  const target = { campaign: campaign.externalId };
  return row([campaign.name, ' ', chip(campaign.status, runs ? 'good' : 'warn'), ' ', id(campaign.externalId)],
    runs ? doing('Pause', campaign.name + ' is paused.', () => person('pause-campaign', target), { 'data-key': 'campaign ' + campaign.campaignId })
      : doing('Resume', campaign.name + ' is active.', () => person('resume-campaign', target), { 'data-key': 'campaign ' + campaign.campaignId }));
};

const projectCard = (project, world, isOpen) => {
  const layers = tiktokLayers(project);
  const queue = project.pendingActions.filter(({ status }) => status === 'pending').length;
  return h('details', { class: 'card project', 'data-key': 'project ' + project.id, open: isOpen },
    h('summary', {}, project.name, id(project.id),
      layers.length === 0 ? chip('not installed', 'warn') : chip(layers.length === 1 ? '1 layer' : layers.length + ' layers'),
      chip(project.adAccounts.length === 1 ? '1 ad account' : project.adAccounts.length + ' ad accounts'), queue > 0 ? chip(queue + ' waiting', 'warn') : ''),
    layers.map((layer) => layerPart(project, layer, world)),
    project.adAccounts.length === 0 ? [] : [h('h3', { text: 'Ad accounts' }), h('p', { class: 'tools' }, asking('Add to the wallet', project.id, () => ({
      title: 'Add to the wallet', text: 'Layers pays for the ad account from it, in agency mode.', button: 'Add', done: 'The wallet has more money.',
      fields: [{ name: 'adAccount', label: 'Ad account', options: project.adAccounts.map((one) => ({ value: one.externalId, label: one.name })) }, { name: 'amount', label: 'Amount', kind: 'number', value: '100' }],
      send: ({ adAccount, amount: major }) => person('top-up-wallet', { project: project.id, adAccount, amount: Math.round(Number(major) * 100) }),
    }))), table('Ad accounts of ' + project.name,
      [['Name'], ['TikTok'], ['Paid with'], ['Token'], ['Wallet', 'number']],
      project.adAccounts.map((one) => [one.name, id(one.externalId), one.credentialMode, one.tokenStatus, one.walletBalance === null ? 'not shown' : amount(one.walletBalance / 100, one.currency)]))],
    project.campaigns.length === 0 ? [] : [h('h3', { text: 'Campaigns' }), list(project.campaigns.slice(0, MAX_PROJECTS).map(campaignRow), '')],
    Object.keys(project.metadata).length === 0 ? [] : h('details', { 'data-key': 'metadata ' + project.id }, h('summary', { text: 'Metadata, with the ledger' }), h('pre', { tabindex: '0', 'aria-label': 'Metadata of ' + project.name, text: json(project.metadata) })));
};

const shareForm = (world, type, asset, from) => () => {
  const centers = world.tiktok.businessCenters.map((one) => ({ value: one.id, label: one.name + ' (' + one.id + ')' }));
  return {
    title: type === 'PIXEL' ? 'Share a pixel' : 'Share an identity', text: 'In Asset Sharing of a Business Center. No API does it.', button: 'Share', done: 'It is shared.',
    fields: [{ name: 'from', label: 'Owner', options: centers, value: from ?? '' }, { name: 'to', label: 'Partner', options: centers }],
    send: (values) => person('share-asset', { ...values, type, asset }),
  };
};

const tiktokParts = (world) => {
  const { advertisers, businessCenters, partnerships, shares, assetShares, pixels, identities } = world.tiktok;
  const name = businessNames(world);
  const owners = new Map(advertisers.map((one) => [one.id, one.ownerBusiness]));
  const sharedTo = (asset) => assetShares.filter((one) => one.asset === asset).map((one) => chip('shared with ' + name(one.to), 'good'));
  const first = (items) => items.slice(0, MAX_PROJECTS);
  const links = [
    ...partnerships.map(({ from, to, state }) => row([name(from), ' and ', name(to), ' ', chip(state, state === 'active' ? 'good' : 'warn')])),
    ...shares.map(({ from, to, advertiser, role }) => row([name(from), ' shares ad account ', id(advertiser), ' with ', name(to), ' ', chip(role)])),
  ];
  return [
    h('h3', { text: 'Ad accounts' }),
    advertisers.length === 0 ? list([], 'There is no ad account.') : table('Ad accounts at TikTok', [['Name'], ['Id'], ['Status'], ['Balance', 'number'], ['Budget', 'number']],
      first(advertisers).map((one) => [one.name, id(one.id), one.status, amount(one.balance, one.currency), one.budget === undefined ? one.budgetMode : amount(one.budget, one.currency) + ' (' + one.budgetMode + ')'])),
    h('h3', { text: 'Business Centers' }), list(first(businessCenters).map((one) => row([one.name, ' ', id(one.id)])), 'There is no Business Center.'),
    h('h3', { text: 'Partnerships and shared ad accounts' }), list(first(links), 'Nothing is shared.'),
    h('h3', { text: 'Pixels' }), list(first(pixels).map((one) => row([one.name, ' ', id(one.code), ' ', sharedTo(one.id)], asking('Share', 'pixel ' + one.id, shareForm(world, 'PIXEL', one.id, one.ownerBusiness ?? owners.get(one.owner))))), 'There is no pixel.'),
    h('h3', { text: 'Identities' }), list(first(identities).map((one) => row([one.name, ' ', id(one.id), ' ', chip(one.type), ' ', sharedTo(one.id)],
      /^\d+$/.test(one.id) ? asking('Share', 'identity ' + one.id, shareForm(world, 'TT_ACCOUNT', one.id, one.business)) : '')), 'There is no identity.'),
  ];
};

/** Ids would make every request an endpoint of its own. */
const endpointOf = ({ method, path }) =>
  method + ' ' + path.replace(/\?.*$/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/)(lyr|pl|app|cmp|adg|pa|prj)_[\w-]+|(?<=\/)\d{6,}/g, '…');

/** Only ASCII: other text could look like something else. */
const readable = (path) => path.replace(/%[2-7][0-9A-E]/gi, decodeURIComponent);

const requestParts = (items) => {
  const counts = new Map();
  for (const one of items) {
    const key = one.api + '\n' + endpointOf(one);
    const count = counts.get(key) ?? { all: 0, failed: 0 };
    counts.set(key, { all: count.all + 1, failed: count.failed + (one.status >= 400 || one.status === 0 || one.fault !== undefined ? 1 : 0) });
  }
  if (items.length === 0) return [h('p', { class: 'card quiet', text: 'No request yet.' })];
  const byCount = [...counts].sort(([, a], [, b]) => b.all - a.all);
  return [
    h('p', { class: 'tools' }, items.length === 1 ? '1 request ' : items.length + ' requests ', doing('Clear the log', 'The log is empty.', () => call('DELETE', 'log'))),
    table('Requests by endpoint', [['API'], ['Endpoint', 'wide'], ['Requests', 'number'], ['Failed', 'number']],
      byCount.map(([key, { all, failed }]) => { const [api, endpoint] = key.split('\n'); return [api, id(endpoint), all, failed === 0 ? '0' : h('span', { class: 'bad', text: failed })]; })),
    h('h3', { text: 'Latest' }),
    table('Latest requests', [['#', 'number'], ['API'], ['Request', 'wide'], ['Status', 'number']],
      items.slice(-MAX_REQUESTS).reverse().map((one) => [one.n, one.api, id(one.method + ' ' + readable(one.path)), one.fault === undefined ? (one.status === 0 ? 'none' : one.status) : one.status + ' (' + one.fault + ')'])),
  ];
};

const FAULTS = {
  'status 500': { kind: 'status', status: 500 }, 'status 401': { kind: 'status', status: 401 },
  'too many requests': { kind: 'throttle', retryAfter: 5 }, 'late by 3 seconds': { kind: 'latency', ms: 3000 },
  'connection breaks before': { kind: 'reset-before' }, 'connection breaks after it took effect': { kind: 'reset-after' },
  'half of the body': { kind: 'truncate' }, 'a list without its end': { kind: 'short-page' },
};

const faultParts = (items) => [
  h('p', { class: 'tools' }, asking('Set a fault', 'fault', () => ({
    title: 'Set a fault', text: 'The next matching requests fail in this way.', button: 'Set', done: 'The fault is set.',
    fields: [
      { name: 'path', label: 'Path (* matches any text)', value: '/open_api/*' },
      { name: 'fault', label: 'Fault', options: Object.keys(FAULTS).map((value) => ({ value, label: value })) },
      { name: 'times', label: 'Number of requests', kind: 'number', value: '1' },
    ],
    send: ({ path, fault, times }) => call('POST', 'faults', { path, times: Number(times), fault: FAULTS[fault] }),
  })), ' ', items.length === 0 ? '' : doing('Remove all', 'All faults are removed.', () => call('DELETE', 'faults'))),
  list(items.map(({ method = 'Any method', path, fault, played, times }) => row([method + ' ', id(path), ' ', chip(fault.kind, 'warn'), ' ' + played + ' of ' + times + ' happened'])), 'No fault is set.'),
];
`;
