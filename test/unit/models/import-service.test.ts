/** The cost of opening an import, which validates user-provided names. */
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
  repository: {} as ImportRepository, // no import reaches the database
  memberships: { authorizeTicket: async () => undefined },
  readArchive: () => Promise.reject(new Error('There is no archive.')),
  publicUrl: () => 'http://localhost',
  uploadLimits: { maxBytes: 1, idleMs: 1 },
});

/** Creates names that count how often they are read. */
function counted(count: number): { names: string[]; reads: () => number } {
  let reads = 0;
  const all = [...Array.from({ length: count - 1 }, (_, at) => `name ${at}`), 'name 0'];
  const names = new Proxy(all, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, receiver);
    },
  });
  return { names, reads: () => reads };
}

test.each(['classes', 'columns'] as const)('checks 10,000 %s in linear time', async (field) => {
  const { names, reads } = counted(10_000);
  const given = { name: 'wide', organizationId: null, target: null, pixelRange: 'ZERO_TO_ONE' } as const;
  const input =
    field === 'classes'
      ? ({ ...given, objective: 'CLASSIFICATION', classes: names, columns: null } as const)
      : ({ ...given, objective: 'REGRESSION', classes: null, columns: names } as const);
  await expect(service.open(viewer, input)).rejects.toThrow('The name "name 0" appears twice.');
  expect(reads()).toBeLessThan(50_000);
});
