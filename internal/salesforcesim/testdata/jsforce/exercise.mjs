// Runs jsforce, unchanged, against the simulator at SIM_URL and fails on the
// first answer that is not what an org would give. Prints what it did.
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import jsforce from 'jsforce';

const about = JSON.parse(process.env.SIM);
const done = [];
const step = async (name, work) => {
  try {
    await work();
  } catch (e) {
    console.error(`${name}: ${e.stack}`);
    process.exit(1);
  }
  done.push(name);
};
const failing = async (work) => {
  try {
    await work();
  } catch (e) {
    return e;
  }
  assert.fail('expected an error');
};

const version = '67.0';
const conn = new jsforce.Connection({ loginUrl: about.url, version });

await step('login by SOAP', async () => {
  const e = await failing(() => new jsforce.Connection({ loginUrl: about.url, version }).login('me@example.com', 'wrong'));
  assert.match(String(e), /INVALID_LOGIN/);
  const user = await conn.login('anybody@example.com', about.password);
  assert.equal(user.id.length, 18);
  assert.equal(user.organizationId.slice(0, 15), about.organizationId.slice(0, 15));
  assert.equal(conn.instanceUrl, about.url);
});

await step('identity', async () => {
  const me = await conn.identity();
  assert.equal(me.username, about.username);
});

await step('OAuth: client credentials, password', async () => {
  const oauth2 = { loginUrl: about.url, clientId: about.clientId, clientSecret: about.clientSecret, redirectUri: 'http://localhost:1/callback' };
  const machine = new jsforce.Connection({ oauth2, version });
  await machine.authorize({ grant_type: 'client_credentials' });
  assert.equal((await machine.query('SELECT COUNT() FROM User')).records.length, 0);
  const person = new jsforce.Connection({ oauth2, version });
  await person.authorize({ grant_type: 'password', username: 'x@example.com', password: about.password });
  assert.ok((await person.query('SELECT Id FROM User LIMIT 1')).records[0].Id);
});

await step('OAuth: web server with PKCE, then refresh', async () => {
  const oauth2 = new jsforce.OAuth2({ loginUrl: about.url, clientId: about.clientId, clientSecret: about.clientSecret, redirectUri: 'http://localhost:1/callback', useVerifier: true });
  const page = await fetch(oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 's1' }), { redirect: 'manual' });
  assert.equal(page.status, 302);
  const back = new URL(page.headers.get('location'));
  assert.equal(back.searchParams.get('state'), 's1');
  const web = new jsforce.Connection({ oauth2, version });
  await web.authorize(back.searchParams.get('code'));
  assert.ok(web.refreshToken);
  let refreshed = 0;
  web.on('refresh', () => refreshed++);
  await fetch(`${about.url}/simulator/expire`, { method: 'POST' });
  assert.equal((await web.query('SELECT Id FROM Account LIMIT 1')).totalSize, 1);
  assert.equal(refreshed, 1);
  await conn.login('anybody@example.com', about.password);
});

await step('query, queryMore, autoFetch', async () => {
  const first = await conn.query('SELECT Id, Name, Owner.Name FROM Account ORDER BY Name', { autoFetch: false });
  assert.equal(first.totalSize, about.accounts);
  assert.equal(first.done, false);
  assert.equal(first.records.length, 2000);
  assert.ok(first.records[0].Owner.Name);
  const second = await conn.queryMore(first.nextRecordsUrl);
  assert.equal(second.records.length, Math.min(2000, about.accounts - 2000));
  let n = 0;
  await new Promise((resolve, reject) => {
    conn.query('SELECT Id FROM Account').on('record', () => n++).on('end', resolve).on('error', reject).run({ autoFetch: true, maxFetch: 100000 });
  });
  assert.equal(n, about.accounts);
  const grouped = await conn.query('SELECT BillingState, COUNT(Id) n FROM Account GROUP BY BillingState ORDER BY COUNT(Id) DESC LIMIT 3');
  assert.equal(grouped.records[0].attributes.type, 'AggregateResult');
  const nested = await conn.query('SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Id IN (SELECT AccountId FROM Contact) LIMIT 5');
  assert.ok(nested.records[0].Contacts.records.length > 0);
  const e = await failing(() => conn.query('SELECT Bacon__c FROM Account'));
  assert.equal(e.errorCode, 'INVALID_FIELD');
  assert.match(e.message, /No such column 'Bacon__c' on entity 'Account'/);
});

await step('describe', async () => {
  const all = await conn.describeGlobal();
  assert.ok(all.sobjects.some((o) => o.name === 'Territory2' && o.keyPrefix === '0MI'));
  const d = await conn.sobject('Account').describe();
  const owner = d.fields.find((f) => f.name === 'OwnerId');
  assert.deepEqual([owner.type, owner.referenceTo, owner.relationshipName], ['reference', ['User'], 'Owner']);
  assert.ok(d.childRelationships.some((r) => r.relationshipName === 'Contacts' && r.childSObject === 'Contact'));
  const versions = await conn.request('/services/data');
  assert.equal(versions.at(-1).version, '67.0');
  await conn.limits();
  assert.ok(conn.limitInfo.apiUsage.used > 0);
});

await step('create, retrieve, update, upsert, delete', async () => {
  const accounts = conn.sobject('Account');
  const made = await accounts.create({ Name: 'jsforce GmbH', AnnualRevenue: 12.5 });
  assert.ok(made.success);
  assert.equal((await accounts.retrieve(made.id)).AnnualRevenue, 12.5);
  await accounts.update({ Id: made.id, Name: 'jsforce AG' });
  assert.equal((await accounts.findOne({ Id: made.id }, 'Name')).Name, 'jsforce AG');
  const up = await accounts.upsert({ External_Id__c: 'js-1', Name: 'Upserted' }, 'External_Id__c');
  assert.equal(up.created, true);
  const again = await accounts.upsert({ External_Id__c: 'js-1', Name: 'Upserted twice' }, 'External_Id__c');
  assert.equal(again.id, up.id);
  await accounts.destroy([made.id, up.id]);
  assert.equal((await failing(() => accounts.retrieve(made.id))).errorCode, 'ENTITY_IS_DELETED');
  assert.equal((await failing(() => accounts.create({}))).errorCode, 'REQUIRED_FIELD_MISSING');
});

await step('collections of 200', async () => {
  const contacts = conn.sobject('Contact');
  const rows = Array.from({ length: 450 }, (_, i) => ({ LastName: `Row ${i}` }));
  rows[7] = { FirstName: 'nameless' };
  const results = await contacts.create(rows, { allowRecursive: true, allOrNone: false });
  assert.equal(results.length, 450);
  assert.equal(results[7].success, false);
  assert.equal(results[7].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
  const ids = results.filter((r) => r.success).map((r) => r.id);
  assert.equal(new Set(ids).size, 449);
  const gone = await contacts.destroy(ids, { allowRecursive: true });
  assert.ok(gone.every((r) => r.success));
});

await step('composite', async () => {
  const answer = await conn.requestPost(`/services/data/v${version}/composite`, {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: `/services/data/v${version}/sobjects/Account`, referenceId: 'a', body: { Name: 'Composite' } },
      { method: 'POST', url: `/services/data/v${version}/sobjects/Contact`, referenceId: 'c', body: { LastName: 'Of it', AccountId: '@{a.id}' } },
      { method: 'PATCH', url: `/services/data/v${version}/sobjects/Contact/@{c.id}`, referenceId: 'p', body: { Email: 'not an address' } },
    ],
  });
  assert.deepEqual(answer.compositeResponse.map((r) => r.httpStatusCode), [400, 400, 400]);
  assert.equal(answer.compositeResponse[2].body[0].errorCode, 'INVALID_EMAIL_ADDRESS');
  assert.equal((await conn.query("SELECT COUNT() FROM Account WHERE Name = 'Composite'")).totalSize, 0);
});

await step('Bulk 2.0 query', async () => {
  conn.bulk2.pollInterval = 100;
  const stream = await conn.bulk2.query('SELECT Id, Name, Owner.Name FROM Account');
  const rows = await stream.toArray();
  assert.equal(rows.length, about.accounts);
  assert.ok(rows[0]['Owner.Name']);
});

await step('Bulk 2.0 ingest', async () => {
  const input = Array.from({ length: 1000 }, (_, i) => ({ Name: `Bulk, "${i}"`, External_Id__c: `bulk-${i}` }));
  input.push({ Name: 'Same key', External_Id__c: 'bulk-0' });
  const r = await conn.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input, pollInterval: 100, pollTimeout: 30000 });
  assert.equal(r.successfulResults.length, 1000);
  assert.equal(r.failedResults.length, 1);
  assert.match(r.failedResults[0].sf__Error, /^DUPLICATE_VALUE:/);
  assert.equal(r.unprocessedRecords.length, 0);
  const gone = await conn.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'delete', input: r.successfulResults.map((x) => ({ Id: x.sf__Id })), pollInterval: 100, pollTimeout: 30000 });
  assert.equal(gone.successfulResults.length, 1000);
});

await step('reports', async () => {
  const list = await conn.analytics.reports();
  const report = conn.analytics.report(list.find((r) => r.name === 'Accounts by state and industry').id);
  const meta = await report.describe();
  assert.equal(meta.reportMetadata.reportFormat, 'SUMMARY');
  const run = await report.execute({ details: true });
  assert.equal(run.allData, about.accounts <= 2000);
  const count = meta.reportMetadata.aggregates.indexOf('RowCount');
  assert.equal(run.factMap['T!T'].aggregates[count].value, about.accounts);
  const instance = await report.executeAsync({ details: true });
  for (let i = 0; ; i++) {
    const r = await report.instance(instance.id).retrieve();
    if (r.attributes.status === 'Success') break;
    assert.ok(i < 50);
    await new Promise((ok) => setTimeout(ok, 50));
  }
});

// zip packs files as a deploy needs them.
function zip(files) {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (b) => {
    let c = 0xffffffff;
    for (const x of b) c = table[(c ^ x) & 255] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const local = [], central = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const n = Buffer.from(name), raw = Buffer.from(text), packed = deflateRawSync(raw);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(raw.length, 18);
    head.writeUInt16LE(n.length, 22);
    local.push(Buffer.from('PK\x03\x04'), head, n, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head, tail, n);
    at += 4 + 26 + n.length + packed.length;
  }
  const middle = Buffer.concat(central), end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(middle.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, middle, Buffer.from('PK\x05\x06'), end]);
}

const xml = (root, inner) => `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${root}>`;
const files = {
  'package.xml': xml('Package', '<types><members>*</members><name>Territory2</name></types><version>67.0</version>'),
  'territory2Models/JS/JS.territory2Model': xml('Territory2Model', '<name>JS</name>'),
  'territory2Models/JS/territories/Alpha.territory2': xml('Territory2', '<name>Alpha</name><parentTerritory>Top</parentTerritory><ruleAssociations><inherited>false</inherited><ruleName>Zips</ruleName></ruleAssociations><territory2Type>Sales_Area</territory2Type>'),
  'territory2Models/JS/territories/Top.territory2': xml('Territory2', '<name>Top</name><territory2Type>Sales_Area</territory2Type>'),
  'territory2Models/JS/rules/Zips.territory2Rule': xml('Territory2Rule', '<active>true</active><booleanFilter>1 OR 2</booleanFilter><name>Zips</name><objectType>Account</objectType><ruleItems><field>Account.BillingPostalCode</field><operation>startsWith</operation><value>100,101</value></ruleItems><ruleItems><field>Account.BillingState</field><operation>equals</operation><value>NJ</value></ruleItems>'),
};

await step('Metadata: deploy by SOAP and REST, list, retrieve', async () => {
  conn.metadata.pollInterval = 100;
  const bad = await conn.metadata.deploy(zip({ ...files, 'territory2Models/JS/territories/Lost.territory2': xml('Territory2', '<name>Lost</name><parentTerritory>Nowhere</parentTerritory><territory2Type>Sales_Area</territory2Type>') }), { rollbackOnError: true, singlePackage: true }).complete(true);
  assert.equal(bad.status, 'Failed');
  assert.equal([bad.details.componentFailures].flat()[0].fullName, 'JS.Lost');
  assert.equal((await conn.query("SELECT COUNT() FROM Territory2Model WHERE DeveloperName = 'JS'")).totalSize, 0);
  const good = await conn.metadata.deploy(zip(files), { rollbackOnError: true, singlePackage: true }).complete(true);
  assert.equal(good.success, true);
  assert.equal(Number(good.numberComponentsDeployed), 4);
  const rest = await conn.metadata.deployRest(zip(files), { rollbackOnError: true, singlePackage: true }).complete(true);
  assert.equal(rest.status, 'Succeeded');
  const t = await conn.query("SELECT DeveloperName, ParentTerritory2.DeveloperName FROM Territory2 WHERE Territory2Model.DeveloperName = 'JS' ORDER BY DeveloperName");
  assert.deepEqual(t.records.map((r) => r.ParentTerritory2?.DeveloperName ?? null), ['Top', null]);
  assert.equal((await conn.query("SELECT COUNT() FROM RuleTerritory2Association WHERE Rule.DeveloperName = 'Zips'")).totalSize, 1);
  const listed = await conn.metadata.list([{ type: 'Territory2Rule' }], version);
  assert.ok(listed.some((c) => c.fullName === 'JS.Zips'));
  const got = await conn.metadata.retrieve({ apiVersion: version, singlePackage: true, unpackaged: { types: [{ members: ['JS.Alpha'], name: 'Territory2' }], version } }).complete();
  assert.ok(Buffer.from(got.zipFile, 'base64').includes('territory2Models/JS/territories/Alpha.territory2'));
  const kinds = await conn.metadata.describe(version);
  assert.ok(kinds.metadataObjects.some((k) => k.xmlName === 'Territory2'));
});

console.log(JSON.stringify(done));
