// Breaks a thing that reconcile relies on, so that a test sees what a fault of its own looks like.
import { syncBuiltinESMExports } from 'node:module';
import fs from 'node:fs/promises';

fs.readdir = async () => {
  throw new TypeError(`something that cannot be, with ${process.env.LAYERS_API_KEY} in it`);
};
syncBuiltinESMExports();
