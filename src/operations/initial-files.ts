import { defaultsSchema, layerSchema, PLACEHOLDER_ACCOUNT, PLACEHOLDER_PROJECT } from '../desired/index.ts';
import { settingsSchema } from '../settings/index.ts';

/** Values of the first layer document. Absent ones become placeholders: an id is never guessed. */
export type FirstLayer = {
  readonly name: string;
  readonly mode: 'agency' | 'byo';
  readonly project?: string;
  readonly adAccountId?: string;
};

export type InitialFile = { readonly path: string; readonly text: string };

/**
 * The files of a new repository. Pure.
 *
 * @param layer absent: the repository has documents already
 * @param unit what a bare cap means, if the person said so
 */
export function initialFiles(
  layer: FirstLayer | undefined,
  unit: 'major' | 'minor' | undefined,
): readonly InitialFile[] {
  return [
    { path: 'reconcile.yaml', text: settingsText(unit) },
    ...(layer === undefined ? [] : [{ path: `layers/${layer.name}.yaml`, text: layerText(layer) }]),
    { path: 'schemas/layer.schema.json', text: jsonText(layerSchema()) },
    { path: 'schemas/defaults.schema.json', text: jsonText(defaultsSchema()) },
    { path: 'schemas/settings.schema.json', text: jsonText(settingsSchema()) },
    { path: '.vscode/settings.json', text: jsonText(EDITOR_SETTINGS) },
    { path: '.vscode/extensions.json', text: jsonText({ recommendations: ['redhat.vscode-yaml'] }) },
    { path: '.gitignore', text: `${IGNORED_FOLDER}\nnode_modules/\n` },
  ];
}

/** As in `examples/github`. Loaded only if they are asked for. */
export async function workflowFiles(): Promise<readonly InitialFile[]> {
  const { default: texts } = await import('./workflows.json', { with: { type: 'json' } });
  return Object.entries(texts).map(([name, text]) => ({ path: `.github/workflows/${name}`, text }));
}

/** Journals and undo documents of this machine. */
export const IGNORED_FOLDER = '.reconcile/';

/** Documents that the default settings match, and fragments. Other editors use the modeline of each file. */
export const EDITOR_SETTINGS = {
  'yaml.schemas': {
    './schemas/layer.schema.json': ['layers/**/*.yaml', 'layers/**/*.yml'],
    './schemas/defaults.schema.json': ['defaults/**/*.yaml', 'defaults/**/*.yml'],
    './schemas/settings.schema.json': ['reconcile.yaml', 'reconcile.yml'],
  },
};

function settingsText(unit: 'major' | 'minor' | undefined): string {
  const stated = unit === undefined ? '# costCapUnit: major' : `costCapUnit: ${unit}`;
  return `# yaml-language-server: $schema=schemas/settings.schema.json
# Every setting is optional.

# Layers does not document the unit of monthlyCostCap, so say what a bare number means there: major (30000 is 30,000.00)
# or minor (30000 is 300.00). Compare with a cap in the dashboard. Until it is set, no plan changes a cap.
${stated}

# Mode byo: the page to which reconcile connect returns after OAuth. It must be on the list of the API key.
# oauthReturnUrl: https://example.com/connected

# Mode agency: the Business Center of Layers, shown in its setup wizard. With it, apply can share the ad account.
# layersBusinessId: "7999999999999999999"

# Limits that a plan may not exceed without permission.
# policies:
#   cap-max: { amount: 50000 USD }
#   cap-increase: { percent: 25 }
`;
}

function layerText({ name, mode, project, adAccountId }: FirstLayer): string {
  const business =
    mode === 'agency'
      ? `# The Business Center that shares its assets with Layers. Replace this placeholder.\ntiktokBusinessId: "${PLACEHOLDER_ACCOUNT}"`
      : '# tiktokBusinessId: "7012345678901234567"';
  const note = project === undefined ? ' Replace this placeholder.' : '';
  return `# yaml-language-server: $schema=../schemas/layer.schema.json
template: tiktok-ads
name: ${isPlainText(name) ? name : JSON.stringify(name)}
# The id in the address of the project in the Layers dashboard.${note}
project: ${project ?? PLACEHOLDER_PROJECT}

# ${mode === 'byo' ? 'byo: your own ad account, connected by OAuth. agency: an ad account that is shared with Layers.' : 'agency: an ad account that is shared with Layers. byo: your own ad account, connected by OAuth.'}
mode: ${mode}
# Ids are text: as numbers, their last digits would be lost.
${business}
${adAccountId === undefined ? '# Replace this placeholder.\n' : ''}adAccountId: ${JSON.stringify(adAccountId ?? PLACEHOLDER_ACCOUNT)}
# capi:
#   enabled: true
#   pixel_id: C4A9P2Q7R5S8T1U6V2W0
#   access_token_vault_id: vault_xyz
# objectives: [app_installs, video_view]
# First set costCapUnit in reconcile.yaml.
# monthlyCostCap: 30000 USD
`;
}

/** Of names of layers: others would be a number, a boolean or null in YAML. */
function isPlainText(name: string): boolean {
  return /^[a-z]/.test(name) && !['true', 'false', 'null'].includes(name);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
