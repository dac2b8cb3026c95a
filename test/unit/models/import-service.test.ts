/** What opening an import costs the gateway, which looks at names of strangers. */
import { expect, test } from 'vitest';
import type { Viewer } from '../../../src/accounts/access.ts';
import type { ImportRepository } from '../../../src/models/import-repository.ts';
import { createImportService } from '../../../src/models/import-service.ts';

const organizationId = '0190b6c4-0000-7000-8000-000000000001';
const viewer: Viewer = {
  userId: organizationId,
  username: 'ada',
  personalOrganizationId: organizationId,
  roles: new Map([[organizationId, 'OWNER']]),
};
const service = createImportService({
  repository: {} as ImportRepository, // no import gets as far as the database
  memberships: { authorizeTicket: async () => undefined },
  readArchive: () => Promise.reject(new Error('There is no archive.')),
  publicUrl: () => 'http://localhost',
  uploadLimits: { maxBytes: 1, idleMilliseconds: 1 },
});

/** Names that count how often one of them is looked at. */
function counted(count: number): { names: string[]; looks: () => number } {
  let looks = 0;
  const all = [...Array.from({ length: count - 1 }, (_, at) => `name ${at}`), 'name 0'];
  const names = new Proxy(all, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, receiver);
    },
  });
  return { names, looks: () => looks };
}

test.each(['classes', 'columns'] as const)(
  '10,000 %s are looked at once each, and not once for each other',
  async (field) => {
    const { names, looks } = counted(10_000);
    const given = { name: 'wide', organizationId: null, target: null, pixelRange: 'ZERO_TO_ONE' } as const;
    const input =
      field === 'classes'
        ? ({ ...given, objective: 'CLASSIFICATION', classes: names, columns: null } as const)
        : ({ ...given, objective: 'REGRESSION', classes: null, columns: names } as const);
    await expect(service.open(viewer, input)).rejects.toThrow('"name 0" is named twice.');
    expect(looks()).toBeLessThan(50_000);
  },
);
