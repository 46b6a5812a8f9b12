import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultsSchema, layerSchema } from '../../src/desired/index.ts';
import { EDITOR_SETTINGS } from '../../src/operations/initial-files.ts';
import { settingsSchema } from '../../src/settings/index.ts';
import { type LanguageServer, type ServerVersion, startLanguageServer } from '../support/language-server.ts';

/** Runs a server over a folder with the schemas and editor settings that `init` writes. */
export async function withEditor(
  version: ServerVersion,
  play: (server: LanguageServer) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-editor-'));
  try {
    mkdirSync(join(root, 'schemas'));
    const schemas = { layer: layerSchema(), defaults: defaultsSchema(), settings: settingsSchema() };
    for (const [name, schema] of Object.entries(schemas)) {
      writeFileSync(join(root, `schemas/${name}.schema.json`), JSON.stringify(schema));
    }
    const server = await startLanguageServer(version, { root, schemas: EDITOR_SETTINGS['yaml.schemas'] });
    try {
      await play(server);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}
