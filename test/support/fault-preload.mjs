// Breaks a dependency of reconcile, to show the output for a bug.
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

path.relative = () => {
  throw new TypeError(`something that cannot be, with ${process.env.LAYERS_API_KEY} in it`);
};
syncBuiltinESMExports();
