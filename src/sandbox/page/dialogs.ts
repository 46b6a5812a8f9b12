/** Part of the page's script: elements, requests and forms. Texts of the world only become text nodes. */
export const PAGE_DIALOGS = String.raw`
const { fetch: request, setTimeout: later } = window;
const byId = (id) => document.getElementById(id);

const h = (tag, properties, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === false) continue;
    if (name === 'onclick') element.addEventListener('click', value);
    else if (name === 'text') element.textContent = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== '').map((child) => (child instanceof Node ? child : String(child))));
  return element;
};

const call = async (method, path, body) => {
  const response = await request('/__sandbox/' + path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? 'The sandbox answered ' + response.status + '.');
  return answer;
};

let cleared = 0;
const say = (words) => {
  byId('status').textContent = words;
  const mine = ++cleared;
  later(() => { if (mine === cleared) byId('status').textContent = ''; }, 6000);
};

/** Does what a person does, and shows the result before it says so. */
const act = async (words, work) => {
  let said = words;
  try {
    await work();
  } catch (error) {
    said = 'Not done: ' + error.message;
  }
  await refresh(true);
  say(said);
};

const person = (name, body) => call('POST', 'people/' + name, body);

const doing = (label, words, work, properties = {}) =>
  h('button', { type: 'button', 'data-key': label + ' ' + words, onclick: () => act(words, work), ...properties, text: label });

/**
 * A form. Each field is { name, label, value, options?, rows?, hint? }; send receives the values by name and may reject.
 */
const ask = ({ title, text = '', fields, button, done, send }) => {
  const dialog = byId('dialog');
  byId('d-title').textContent = title;
  byId('d-text').textContent = text;
  byId('d-error').textContent = '';
  byId('d-ok').textContent = button;
  const inputs = fields.map(({ name, label, value = '', options, rows, kind = 'text' }) => {
    const input = options
      ? h('select', { name }, options.map((option) => h('option', { value: option.value, text: option.label })))
      : rows
        ? h('textarea', { name, rows, spellcheck: 'false' })
        : h('input', { name, type: kind });
    if (value !== '') input.value = value;
    if (rows) input.setSelectionRange(0, 0);
    return { name, input, label: h('label', {}, label, input) };
  });
  byId('d-fields').replaceChildren(...inputs.map(({ label }) => label));
  dialog.querySelector('form').onsubmit = async (event) => {
    event.preventDefault();
    try {
      await send(Object.fromEntries(inputs.map(({ name, input }) => [name, input.value])));
      dialog.close();
      await refresh(true);
      say(done);
    } catch (error) {
      byId('d-error').textContent = error.message;
    }
  };
  dialog.showModal();
  inputs[0]?.input.focus();
};

const asking = (label, key, form) =>
  h('button', { type: 'button', 'data-key': label + ' ' + key, 'aria-haspopup': 'dialog', onclick: () => ask(form()), text: label });
`;
