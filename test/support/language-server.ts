import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import {
  type CompletionItem,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  type Position,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
} from 'vscode-languageserver-protocol/node';

/** The packages of the two major versions that editors run. */
export const SERVERS = {
  '1.25': 'yaml-language-server-1/bin/yaml-language-server',
  '2': 'yaml-language-server/bin/yaml-language-server',
} as const;

export type ServerVersion = keyof typeof SERVERS;

/** The program that editors run for YAML files, as a process of its own. */
export type LanguageServer = {
  /** The diagnostics of a text at a path below the root. */
  readonly diagnose: (path: string, text: string) => Promise<readonly Diagnostic[]>;
  readonly complete: (path: string, text: string, at: Position) => Promise<readonly CompletionItem[]>;
  /** Markdown. Empty if there is none. */
  readonly hover: (path: string, text: string, at: Position) => Promise<string>;
  readonly stop: () => Promise<void>;
};

export type ServerOptions = {
  readonly root: string;
  /** As in `.vscode/settings.json`: patterns by path of the schema, relative to the root. */
  readonly schemas: Readonly<Record<string, readonly string[]>>;
};

/** Every document has an address of its own, so its diagnostics are those of this text and no other. */
export async function startLanguageServer(
  version: ServerVersion,
  { root, schemas }: ServerOptions,
): Promise<LanguageServer> {
  const program = createRequire(import.meta.url).resolve(SERVERS[version]);
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const connection = createProtocolConnection(child.stdout, child.stdin);
  const rootUri = pathToFileURL(`${root}/`).href;

  const yaml = {
    validate: true,
    hover: true,
    completion: true,
    yamlVersion: '1.2',
    // The network is none of a test.
    schemaStore: { enable: false },
    schemas: Object.fromEntries(Object.entries(schemas).map(([path, globs]) => [`${rootUri}${path}`, globs])),
  };
  const configured = new Promise<void>((done) => {
    connection.onRequest(ConfigurationRequest.type, ({ items }) => {
      // The answer is sent before anything that follows.
      done();
      return items.map(({ section }) => (section === 'yaml' ? yaml : null));
    });
  });
  connection.onRequest(RegistrationRequest.type, () => {});
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    waiting.get(uri)?.(diagnostics);
    waiting.delete(uri);
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  await configured;

  let opened = 0;
  const open = async (path: string, text: string): Promise<string> => {
    opened += 1;
    const uri = `${rootUri}${path.replace(/(?=[^/]*$)/, `${opened}/`)}`;
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    return uri;
  };
  const close = (uri: string): Promise<void> =>
    connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });

  return {
    diagnose: async (path, text) => {
      const uri = await open(path, text);
      const diagnostics = await new Promise<readonly Diagnostic[]>((done) => waiting.set(uri, done));
      await close(uri);
      return diagnostics;
    },
    complete: async (path, text, position) => {
      const uri = await open(path, text);
      const found = await connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
      await close(uri);
      return found === null ? [] : Array.isArray(found) ? found : found.items;
    },
    hover: async (path, text, position) => {
      const uri = await open(path, text);
      const found = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
      await close(uri);
      return found !== null && MarkupContent.is(found.contents) ? found.contents.value : '';
    },
    stop: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await ended;
      connection.dispose();
    },
  };
}
