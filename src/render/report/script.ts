/**
 * Sorting and filtering. The page is complete without it: the controls are hidden until it runs. Uses no text as HTML.
 */
export const REPORT_SCRIPT = `
'use strict';
(() => {
  const table = document.querySelector('table.layers');
  if (!table) return;
  const bodies = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const keys = bodies.map((body) => [...body.rows[0].cells].map((cell) => cell.dataset.key));
  const order = bodies.map((_, index) => index);
  const status = document.querySelector('[role=status]');
  const NAME = 1;

  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return a < b ? -1 : a > b ? 1 : 0;
  };

  const sortBy = (column, direction) => {
    const sign = direction === 'ascending' ? 1 : -1;
    order.sort((i, j) => {
      const [a, b] = [keys[i][column], keys[j][column]];
      if (a === '' || b === '') return (a === '') - (b === '') || compare(keys[i][NAME], keys[j][NAME]);
      return sign * compare(a, b) || compare(keys[i][NAME], keys[j][NAME]);
    });
    heads.forEach((head, index) => {
      if (index === column) head.setAttribute('aria-sort', direction);
      else head.removeAttribute('aria-sort');
    });
    const sorted = document.createDocumentFragment();
    for (const index of order) sorted.append(bodies[index]);
    table.append(sorted);
  };

  heads.forEach((head, column) => {
    const button = head.querySelector('button');
    button.disabled = false;
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort');
      const other = now === 'ascending' ? 'descending' : 'ascending';
      sortBy(column, now === null ? head.dataset.first : other);
    });
  });

  const filter = document.querySelector('input[type=search]');
  const only = document.querySelector('input[type=checkbox]');
  let texts;
  const show = () => {
    texts ??= bodies.map((body) => body.textContent.toLowerCase());
    const words = filter.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    let shown = 0;
    bodies.forEach((body, index) => {
      const fits = words.every((word) => texts[index].includes(word)) && !(only.checked && keys[index][0] === '0');
      body.hidden = !fits;
      if (fits) shown += 1;
    });
    status.textContent = shown + ' of ' + bodies.length + ' shown';
  };
  filter.addEventListener('input', show);
  only.addEventListener('change', show);
  // A browser may restore the form of an earlier visit.
  if (filter.value !== '' || only.checked) show();

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
  });

  for (const one of document.querySelectorAll('.with-script')) one.hidden = false;
})();
`;
