/** Part of the page's script: reads the sandbox, and shows each section again if it has changed. */
export const PAGE_SCRIPT = String.raw`
const POLL_MS = 2000;
let shown = { health: '', texts: {}, query: '' };
let data;

/** Keeps the focus and what is open. */
const replace = (section, elements) => {
  const body = document.querySelector('#' + section + ' .body');
  const open = new Set([...body.querySelectorAll('details[open]')].map((one) => one.dataset.key));
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  body.replaceChildren(...elements.flat(Infinity));
  for (const one of body.querySelectorAll('details')) if (open.has(one.dataset.key)) one.open = true;
  if (focused === undefined) return;
  const again = [...body.querySelectorAll('[data-key]')].find((one) => one.dataset.key === focused);
  if (again) again.focus();
  else { const head = byId('h-' + section); head.tabIndex = -1; head.focus(); }
};

const isWanted = (project, query) => query === '' || (project.name + ' ' + project.id + ' ' + JSON.stringify(project.layers)).toLowerCase().includes(query);

const showProjects = () => {
  const { world } = data;
  const query = byId('find').value.trim().toLowerCase();
  const wanted = world.layers.projects.filter((project) => isWanted(project, query));
  byId('found').textContent = wanted.length > MAX_PROJECTS ? 'The first ' + MAX_PROJECTS + ' of ' + wanted.length : wanted.length + ' of ' + world.layers.projects.length;
  replace('projects', wanted.length === 0 ? [h('p', { class: 'card quiet', text: 'No project.' })] : wanted.slice(0, MAX_PROJECTS).map((project) => projectCard(project, world, wanted.length === 1)));
};

const showClock = (now, speed) => {
  byId('now').textContent = now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC').replace(/Z$/, ' UTC');
  byId('now').dateTime = now;
  byId('speed').textContent = speed === undefined ? '' : speed === 0 ? 'is stopped' : speed === 1 ? 'runs' : 'runs ' + speed + ' times as fast';
};

const SECTIONS = {
  waiting: { from: ({ world, people, now }) => [world.layers, openLinks(world, now), world.tiktok.partnerships, people.coming], show: ({ world, people, now }) => replace('waiting', [list(waitingRows(world, people, now), 'Nothing waits for a person.')]) },
  projects: { from: ({ world }) => [world.layers.projects, world.tiktok.advertisers], show: showProjects },
  tiktok: { from: ({ world }) => { const { events, ...rest } = world.tiktok; return rest; }, show: ({ world }) => replace('tiktok', tiktokParts(world)) },
  requests: { from: ({ log }) => log.items, show: ({ log }) => replace('requests', requestParts(log.items)) },
  faults: { from: ({ faults }) => faults.items, show: ({ faults }) => replace('faults', faultParts(faults.items)) },
};

async function refresh(isForced = false) {
  const health = await call('GET', 'health');
  showClock(health.now);
  const mark = JSON.stringify(isForced ? [] : [health.requests, health.now]);
  if (!isForced && mark === shown.health) return;
  const [world, log, people, clock, faults] = await Promise.all(['world', 'log', 'people', 'clock', 'faults'].map((path) => call('GET', path)));
  data = { world, log, people, faults, now: clock.now };
  showClock(clock.now, clock.speed);
  for (const [name, { from, show }] of Object.entries(SECTIONS)) {
    const text = JSON.stringify(from(data));
    if (shown.texts[name] === text) continue;
    shown.texts[name] = text;
    show(data);
  }
  shown.health = mark;
}

const poll = async () => {
  try {
    if (document.visibilityState === 'visible') await refresh();
    document.body.dataset.ready = 'yes';
  } catch {
    say('The sandbox does not answer.');
  }
  later(poll, POLL_MS);
};

for (const button of document.querySelectorAll('[data-advance]'))
  button.addEventListener('click', () => act('The clock has advanced.', () => call('POST', 'clock', { advance: button.dataset.advance })));
byId('reset').addEventListener('click', () => ask({
  title: 'Reset the sandbox', text: 'The world, the clock and the log are as at the start.', button: 'Reset', done: 'The sandbox is as at the start.', fields: [],
  send: () => call('POST', 'reset'),
}));
byId('d-cancel').addEventListener('click', () => byId('dialog').close());
byId('find').addEventListener('input', () => data && showProjects());
poll();
`;
