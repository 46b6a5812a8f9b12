import { type DocumentPath, groupBy, nameList, type Problem } from '../../model/index.ts';

/** A layer gets no document: no API shows a value that it needs. */
export function missingProblem(name: string, missing: readonly DocumentPath[]): Problem {
  return {
    code: 'import/missing-value',
    layer: name,
    message: `No API shows ${missing.join(' and ')}, and a document needs it.`,
    remedy: `Copy the config of the layer ("View as JSON") and run reconcile import ${name} --json FILE.`,
  };
}

/** One problem for all layers that lack the same values, in the place of the first. */
export function oneProblemPerMissingValue(problems: readonly Problem[]): readonly Problem[] {
  const groups = groupBy(problems, (problem) =>
    problem.code === 'import/missing-value' && problem.layer !== undefined ? problem.message : problem,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const names = group.flatMap(({ layer }) => layer ?? []);
    return [
      {
        code: first.code,
        layers: names,
        message: `${first.message} It concerns ${names.length} layers: ${nameList(names)}.`,
        remedy: `Copy their configs ("View as JSON") into one file, { "NAME": { … }, … }, and run reconcile import --json FILE.`,
      },
    ];
  });
}
