export const PATHS = 'layer documents, or folders of them; all that the settings name if there are none';

export const HELP_AFTER = `
Start with:
  reconcile validate                       are my documents right?
  reconcile plan                           what would change?
  reconcile apply                          do it

Exit codes: 0 fine, 1 problems, 2 changes or drift, 3 waiting for a person, 4 refused, 70 a fault in reconcile,
130 asked to stop.`;
