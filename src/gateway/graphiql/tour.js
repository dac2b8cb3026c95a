// @ts-check
/**
 * Runs in the page of GraphiQL, beside the editor. While the editor shows the examples (examples.ts), it
 * - enters the IDs of what they create into the variables, so that the next one finds them,
 * - uploads a sample to each dataset that they create,
 * - sends operations that end in AsColleague with the session of a second account, so that the person stays signed in.
 *
 * Plain JavaScript, because the page contains it as it is (page.ts).
 */

/**
 * @typedef {{ uri: { path: string }, getValue(): string, setValue(text: string): void }} TextModel
 * @typedef {{ editor: { getModels(): TextModel[], onDidCreateModel(listener: (model: TextModel) => void): void } }} Monaco
 * @typedef {{ id: string }} Item
 * @typedef {{
 *   createDataset?: { dataset?: Item, upload?: { url: string } },
 *   configureModel?: Partial<Item>,
 *   launchTask?: Partial<Item>,
 *   createOrganization?: Partial<Item>,
 *   node?: { outputModelVersion?: { model: Item } | null } | null,
 *   register?: { user?: { id: string, username: string }, token?: string },
 *   login?: { token?: string },
 *   viewer?: { id: string, sessions?: { id: string, isCurrent: boolean }[] } | null,
 *   organizations?: { id: string, isPersonal: boolean }[],
 * }} Answer
 */

(() => {
  const endpoint = '/graphql';
  const storageKey = 'aias:examples';
  /** First words of the examples. */
  const opening = '# Welcome to Aias.';

  /** The global that Monaco sets with `globalAPI`. */
  const { monaco } = /** @type {{ monaco: Monaco }} */ (/** @type {unknown} */ (window));
  const send = window.fetch.bind(window);

  /** @type {Record<string, string>} */
  let variables = {};
  let userId = '';
  /** Session of the second account. @type {string | null} */
  let colleagueToken = null;

  const random = () => Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
  const newUsername = () => `colleague-${random()}`;

  /** @param {'operation.graphql' | 'variables.json'} name */
  const modelOf = (name) => monaco.editor.getModels().find(({ uri }) => uri.path.endsWith(name));
  const showsExamples = () => modelOf('operation.graphql')?.getValue().startsWith(opening) ?? false;

  /** Enters the variables into the editor. Those that the person added remain; text that is not JSON is left alone. */
  function enterVariables() {
    const model = modelOf('variables.json');
    if (!model || !showsExamples()) return;
    const entered = parseObject(model.getValue() || '{}');
    if (entered) model.setValue(JSON.stringify({ ...entered, ...variables }, null, 2));
  }

  /** @param {string} text */
  function parseObject(text) {
    try {
      const value = JSON.parse(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
    } catch {
      return null; // it is being edited
    }
  }

  /** @param {Record<string, string | undefined>} values */
  function remember(values) {
    for (const [name, value] of Object.entries(values)) if (value) variables[name] = value;
    localStorage.setItem(storageKey, JSON.stringify({ userId, variables }));
    enterVariables();
  }

  /** @param {string} text @param {{ href: string, text: string }} [link] */
  function say(text, link) {
    const place = document.getElementById('tour-status');
    if (!place) return;
    place.textContent = text;
    if (!link) return;
    const anchor = document.createElement('a');
    Object.assign(anchor, { href: link.href, textContent: link.text });
    place.append(' ', anchor);
  }

  /** Learns the IDs that an operation returned. @param {string} name of the operation @param {Answer} answer */
  function learn(name, answer) {
    const { createDataset, configureModel, launchTask, createOrganization, node, register, login, viewer } = answer;
    if (register?.token) {
      remember({ colleague: register.user?.username, colleagueId: register.user?.id, newUsername: newUsername() });
    }
    colleagueToken = register?.token ?? login?.token ?? colleagueToken;
    if (name === 'LogoutAsColleague') colleagueToken = null;
    remember({
      datasetId: createDataset?.dataset?.id,
      configurationId: configureModel?.id,
      ...(configureModel?.id && { launchKey: `example-${random()}` }),
      taskId: launchTask?.id,
      modelId: node?.outputModelVersion?.model.id,
      teamId: createOrganization?.id,
      sessionId: name === 'SessionsAsColleague' ? viewer?.sessions?.find(({ isCurrent }) => !isCurrent)?.id : undefined,
    });
    const url = createDataset?.upload?.url;
    if (url && name === 'CreateDataset') void upload(url, 'iris.csv', irisCsv());
    if (url && name === 'CreateText') void upload(url, 'poem.txt', poem());
  }

  /** @param {string} url @param {string} file @param {string} body */
  async function upload(url, file, body) {
    say(`Uploading ${file}…`);
    try {
      // The gateway may know itself by another host name than this page does.
      const response = await send(new URL(url).pathname + new URL(url).search, { method: 'PUT', body });
      say(response.ok ? `Uploaded ${file}.` : `Uploading ${file} failed: ${await response.text()}`);
    } catch (error) {
      say(`Uploading ${file} failed: ${error}`);
    }
  }

  window.fetch = async (input, init) => {
    const name = typeof init?.body === 'string' && showsExamples() ? operationOf(init.body) : '';
    const response = await send(input, name.endsWith('AsColleague') ? asColleague(init) : init);
    if (!name || !response.headers.get('content-type')?.includes('json')) return response;
    const { data } = await response.clone().json();
    if (data) learn(name, data);
    return response;
  };

  /** @param {string} body */
  function operationOf(body) {
    const { operationName, query } = parseObject(body) ?? {};
    return String(operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '');
  }

  /** Without credentials, the browser neither sends its cookie nor stores a new one. @param {RequestInit} [init] */
  function asColleague(init) {
    const headers = new Headers(init?.headers);
    if (colleagueToken) headers.set('authorization', `Bearer ${colleagueToken}`);
    return { ...init, headers, credentials: /** @type {const} */ ('omit') };
  }

  /** Plausible measurements of three species. */
  function irisCsv() {
    const means = /** @type {const} */ ([
      ['setosa', 5, 3.4, 1.5, 0.2],
      ['versicolor', 5.9, 2.8, 4.3, 1.3],
      ['virginica', 6.6, 3, 5.6, 2],
    ]);
    const rows = means.flatMap(([species, ...sizes]) =>
      Array.from({ length: 40 }, (_, plant) => {
        const deviations = sizes.map((size, at) => size + (((plant * (7 + 4 * at)) % 10) - 4.5) * 0.03 * size);
        return [...deviations.map((size) => size.toFixed(2)), species].join(',');
      }),
    );
    return `${['sepal_length,sepal_width,petal_length,petal_width,species', ...rows].join('\n')}\n`;
  }

  function poem() {
    return 'the sea is wide and the sky is blue\nthe wind is warm and the sea is calm\n'.repeat(40);
  }

  async function start() {
    const query = '{ viewer { id } organizations { id isPersonal } }';
    const [response] = await Promise.all([
      send(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      }),
      editorReady(),
    ]);
    const given = new URLSearchParams(location.search).get('variables');
    if (given && parseObject(given)) modelOf('variables.json')?.setValue(given);
    const { data } = /** @type {{ data?: Answer }} */ (await response.json());
    if (!data?.viewer) return say('You are not signed in.', { href: '/', text: 'Sign in' });
    userId = data.viewer.id;
    const kept = parseObject(localStorage.getItem(storageKey) ?? '{}');
    if (kept?.userId === userId) variables = kept.variables;
    variables = { newUsername: newUsername(), password: random() + random(), ...variables };
    remember({ organizationId: data.organizations?.find(({ isPersonal }) => isPersonal)?.id });
  }

  /** Resolves when the editor of variables exists. @returns {Promise<void>} */
  function editorReady() {
    return new Promise((resolve) => {
      if (modelOf('variables.json')) resolve();
      else monaco.editor.onDidCreateModel(({ uri }) => uri.path.endsWith('variables.json') && resolve());
    });
  }

  start().catch((error) => say(`The examples cannot be prepared: ${error}`));
})();
