import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contributingSteps } from '../src/contributing-steps.mjs';
import { generateBackend } from '../src/generate-backend.mjs';
import { runTool } from './run-tool.ts';
import { createWorkspace, linkDependencies, removeWorkspace, root } from './workspace.ts';

const name = 'plain-arrays';
const member = `packages/${name}`;
const fixture = path.join(import.meta.dirname, 'fixtures', name);

/** One test of the suite of the generated package. */
interface Outcome {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

// Each of its compilers and suites is another process, which a busy machine starts late.
describe('a generated backend', { timeout: 300_000 }, () => {
  let workspace: string;
  let folder: string;

  beforeAll(() => {
    workspace = createWorkspace();
    folder = generateBackend(workspace, name);
    linkDependencies(workspace, member);
  });

  afterAll(() => removeWorkspace(workspace));

  /** Replaces files of the generated `src` by those of the naive implementation. */
  const write = (...files: string[]) => {
    for (const file of files) cpSync(path.join(fixture, file), path.join(folder, 'src', file));
  };

  const expectToPass = async (tool: 'tsc' | 'biome', args: string[]) => {
    const { code, output } = await runTool(tool, args, tool === 'tsc' ? folder : workspace);
    expect(code, output).toBe(0);
  };

  const runSuite = async (topics = ''): Promise<readonly Outcome[]> => {
    const report = path.join(workspace, 'report.json');
    const { output } = await runTool(
      'vitest',
      ['run', '--reporter=json', `--outputFile=${report}`, '--testNamePattern', topics],
      folder,
    );
    expect(existsSync(report), output).toBe(true);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const outcomes = testResults.flatMap((file: { assertionResults: Outcome[] }) => file.assertionResults);
    return outcomes.filter(({ status }: Outcome) => status === 'passed' || status === 'failed');
  };

  /** The verbs that the failures of a run name, and the failures that name none. */
  const failuresOf = (outcomes: readonly Outcome[]) => {
    const messages = outcomes.filter(({ status }) => status !== 'passed').map((each) => String(each.failureMessages));
    const named = messages.map((message) =>
      /UnwrittenVerbError: '(\w+)' is unwritten; write it in (\S+)\./.exec(message),
    );
    return {
      verbs: new Set(named.flatMap((match) => (match ? [`${match[1]} ${match[2]}`] : []))),
      others: messages.filter((_, index) => !named[index]),
      count: messages.length,
    };
  };

  test('has the files every package has, under its name', () => {
    const visible = (place: string) => readdirSync(place).filter((entry) => entry !== 'node_modules');
    expect(visible(folder).sort()).toEqual(
      [
        'README.md',
        'bench',
        'package.json',
        'src',
        'test',
        'tsconfig.json',
        'tsdown.config.ts',
        'vitest.config.ts',
      ].sort(),
    );
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    expect(texts.filter((text) => text.includes('backend-name'))).toEqual([]);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const core = JSON.parse(readFileSync(path.join(root, 'packages/core/package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: `@fast-lncc/${name}`, version: core.version, engines: core.engines });
    expect(Object.keys(manifest.scripts)).toEqual(Object.keys(core.scripts));
    expect(manifest.publishConfig).toEqual({ ...core.publishConfig, exports: manifest.publishConfig.exports });
  });

  test('is found under its name by the source condition', () => {
    const print = `console.log(import.meta.resolve('@fast-lncc/${name}'))`;
    const program = ['--conditions=@fast-lncc/source', '--input-type=module', '--eval', print];
    const found = execFileSync(process.execPath, program, { cwd: folder, encoding: 'utf8' }).trim();
    expect(found).toBe(pathToFileURL(path.join(folder, 'src/index.ts')).href);
  });

  test('is refused a second time', () => {
    expect(() => generateBackend(workspace, name)).toThrow(`${member} exists`);
  });

  test('compiles and is formatted as it is', async () => {
    await expectToPass('tsc', []);
    await expectToPass('biome', ['check', member]);
  });

  test('fails the conformance suite, and every failure names a verb to write', async () => {
    const { verbs, others, count } = failuresOf(await runSuite());
    expect(count).toBeGreaterThan(100);
    expect(others).toEqual([]);
    expect([...verbs]).toEqual([`fromArray ${member}/src/tensor.ts`]);
  });

  test('with a tensor, the failures name verbs of the program', async () => {
    write('tensor.ts');
    const { verbs, others, count } = failuresOf(await runSuite('borders/|masks/|centering/'));
    expect(count).toBeGreaterThan(20);
    expect(others).toEqual([]);
    expect([...verbs]).toContain(`multiply ${member}/src/operations.ts`);
    expect([...verbs]).toContain(`whereAbove ${member}/src/operations.ts`);
  });

  test('with the verbs written over plain arrays, compiles and passes all of the suite', async () => {
    write('tensor.ts', 'operations.ts', 'window-sums/separable.ts');
    await expectToPass('tsc', []);
    await expectToPass('biome', ['check', member]);
    const outcomes = await runSuite();
    expect(outcomes.length).toBeGreaterThan(150);
    expect(failuresOf(outcomes)).toMatchObject({ others: [], count: 0 });
  });

  test('has what the steps of CONTRIBUTING.md name', () => {
    const steps = contributingSteps(workspace, name);
    expect(steps.map((step) => step.slice(0, 3))).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
    const text = steps.join('\n');
    expect(text).not.toContain('<name>');
    expect(text).toContain(`npm run generate backend -- --name ${name}`);
    const named = [...text.matchAll(/`((?:src|test|bench)(?:\/[\w./-]+)?|[\w.]+\.(?:md|json|ts))`/g)].map(
      ([, file]) => file!,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
    for (const exported of ['UnwrittenVerbError', 'Operations', 'LnccEvaluator', 'runConformance', 'knownGaps']) {
      expect(text).toContain(exported);
    }
  });
});
