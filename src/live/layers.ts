import {
  type DesiredLayer,
  fail,
  type LayersReader,
  type LiveProject,
  ok,
  type Problem,
  type Result,
} from '../model/index.ts';
import type { Parts } from './assemble.ts';
import { memoize } from './ask-once.ts';

/** Layers API data of one layer. */
export type LayersSide = Pick<Parts, 'organization' | 'config' | 'ledger'>;

/** Reads one layer at Layers. */
export type LayersRead = (layer: DesiredLayer, reader: LayersReader) => Promise<Result<LayersSide>>;

/** A reader that reads each key's organization once and each project once, even if that fails. */
export function layersRead(signal: AbortSignal): LayersRead {
  const organizationOf = memoize((reader: LayersReader) => reader.organization(signal));
  const projectOf = memoize(
    (reader: LayersReader, project = ''): Promise<Result<LiveProject>> => reader.project(project, signal),
  );
  return async (layer, reader) => {
    const organization = await organizationOf(reader);
    if (!organization.ok) return organization;
    const project = await projectOf(reader, layer.project);
    if (!project.ok) return placed(project.problems, layer);
    const adAccountId = layer.fields.adAccountId;
    const address = {
      project: layer.project,
      ...(layer.layer !== undefined && { layer: layer.layer }),
      ...(layer.app !== undefined && { app: layer.app }),
      ...(typeof adAccountId === 'string' && { adAccountId }),
      wantsToggle: layer.fields['capi.enabled'] !== undefined,
    };
    const { ledger } = project.value;
    const config = await reader.config(address, ledger, signal);
    if (!config.ok) return placed(config.problems, layer);
    return ok({ organization: organization.value, config: config.value, ledger });
  };
}

/** Adds the location of an unknown project or app in the document. */
function placed(problems: readonly Problem[], layer: DesiredLayer): Result<never> {
  return fail(
    ...problems.map((problem) => {
      const path = problem.code === 'layers/app' ? 'app' : problem.code === 'api/not-found' ? 'project' : '';
      const location = problem.location ?? layer.location[path] ?? layer.location[''];
      return { ...problem, ...(location && { location }) };
    }),
  );
}
