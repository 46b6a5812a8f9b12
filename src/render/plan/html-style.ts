/** Style of a plan, besides that of every page. */
export const PLAN_STYLE = `
h1 .rest { display: block; font-size: 17px; font-weight: 500; letter-spacing: 0; color: var(--quiet); margin-top: 8px; }
p.warning { margin-top: 12px; }
.sum { margin-top: 10px; color: var(--quiet); }
h1 + .sum { margin-top: 18px; }
.card > details { margin-top: 8px; }
.change .kind { margin-top: 14px; }
.card table { width: 100%; border-collapse: collapse; margin-top: 6px; font-size: 14px; table-layout: fixed; }
.card th, .card td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); font-weight: 400; }
.card thead th { border: 0; font-size: 12.5px; color: var(--quiet); padding-bottom: 2px; }
.card tbody th { font-weight: 560; }
.card tbody td:last-child code { font-weight: 620; }
ins, del { text-decoration: none; white-space: pre-wrap; }
ins { color: var(--good); } del { color: var(--bad); }
.steps { list-style: decimal; padding-left: 22px; margin-top: 8px; }
.steps > li + li { margin-top: 10px; }
.flow { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; }
summary { cursor: pointer; color: var(--quiet); }
@media (max-width: 480px) {
  .card th, .card td { font-size: 13px; padding-right: 8px; }
  .card thead th:first-child { width: 44%; }
}
@media print { details::details-content { content-visibility: visible; block-size: auto; } }
`;
