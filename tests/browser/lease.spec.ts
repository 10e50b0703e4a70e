// Who has the word: passed on with a note, put on hold, and whether an agent is there.
import { expect, shot, test } from './desk';

test('A conversation is passed on with a note, to whoever is there, and put on hold', async ({ newVisitor, newAgent }) => {
  const [first, second] = [await newAgent('pat'), await newAgent('liv')];
  await Promise.all([first.signInFirstTime(), second.signInFirstTime()]);
  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('who of you knows about invoices');
  await first.entry('who of you knows about invoices').click();
  await first.take();

  // Whoever is away cannot be chosen.
  await second.page.getByLabel('I am').selectOption('away');
  const form = first.page.getByRole('form', { name: 'Pass on' });
  const colleague = form.getByRole('option', { name: /^Liv/, includeHidden: true });
  await expect(async () => {
    if (await form.count()) await form.getByRole('button', { name: 'Cancel' }).click();
    await first.button('Pass on').first().click();
    await expect(colleague).toContainText('away', { timeout: 1_000 });
  }).toPass();
  await expect(colleague).toHaveAttribute('disabled', '');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await second.page.getByLabel('I am').selectOption('available');
  await expect(async () => {
    if (await form.count()) await form.getByRole('button', { name: 'Cancel' }).click();
    await first.button('Pass on').first().click();
    await expect(colleague).toContainText('available', { timeout: 1_000 });
  }).toPass();

  await form.getByLabel('To whom').selectOption('agent:liv');
  await form.getByLabel(/^A word/).fill('She asks about last month');
  await shot(first.page, 'console-pass-on');
  await form.getByRole('button', { name: 'Pass on' }).click();
  await expect(first.page.getByText('Liv has this conversation.')).toBeVisible();
  await expect(visitor.panel.getByText(/Pat has passed you on to Liv/)).toBeVisible();
  await second.entry('who of you knows about invoices').click();
  await expect(second.transcript.locator('[data-kind="note"]')).toContainText('She asks about last month');
  await expect(visitor.panel.getByText('She asks about last month')).toHaveCount(0);

  // On hold nobody speaks; whoever takes it, speaks.
  await second.button('Put on hold').click();
  await expect(visitor.panel.locator('[data-speaker="paused"]')).toBeVisible();
  await first.take();
  await first.reply('Here I am again.');
  await expect(visitor.said('Here I am again.')).toBeVisible();

  // Back to a queue: it is anybody's.
  await first.button('Pass on').first().click();
  await form.getByLabel('To whom').selectOption('queue:general');
  await form.getByRole('button', { name: 'Pass on' }).click();
  await expect(visitor.panel.locator('[data-speaker="queue"]')).toBeVisible();
});

test('What an agent says of being there is kept, and the clocks on the card say what counted', async ({
  newVisitor,
  newAgent,
}) => {
  const agent = await newAgent('tom');
  await agent.signInFirstTime();
  const presence = agent.page.getByLabel('I am');
  await expect(presence).toHaveValue('auto');
  const said = agent.page.waitForResponse('**/me/presence');
  await presence.selectOption('busy');
  expect((await said).status()).toBe(200);
  await agent.page.reload();
  await expect(presence).toHaveValue('busy');

  const visitor = await newVisitor();
  await visitor.open();
  await visitor.handOver();
  await visitor.say('how long does Tom take');
  await agent.entry('how long does Tom take').click();
  const clock = agent.card.locator('[data-clock="first response"]');
  await expect(clock).toContainText('of');
  await clock.getByText(/^What counted/).click();
  await expect(clock.locator('.history')).toContainText('counted: ');
  await agent.take();
  await agent.reply('Not long.');
  await expect(visitor.said('Not long.')).toBeVisible();
  await expect(clock).toContainText('met');
  await shot(agent.page, 'console-clock');
});

test('An agent who knows them joins two accounts of one person, and parts them again', async ({ newVisitor, newAgent }) => {
  const agent = await newAgent('lin');
  await agent.signInFirstTime();
  const [one, other] = [await newVisitor(), await newVisitor()];
  await one.open();
  await one.handOver();
  await one.say('I wrote from my laptop first');
  await other.open();
  await other.handOver();
  await other.say('and now from my phone');
  await agent.entry('I wrote from my laptop first').click();
  const number = (await agent.card.locator('.ticket b').innerText()).trim();
  await agent.entry('and now from my phone').click();
  await expect(agent.card.getByText('I wrote from my laptop first')).toHaveCount(0);
  await agent.card.getByText('Another account of theirs').click();
  await agent.card.getByLabel(/^account\/id/).fill('#99999');
  await agent.card.getByRole('button', { name: 'It is one person' }).click();
  await expect(agent.page.getByRole('alert')).toContainText('Nobody is known');
  await agent.card.getByLabel(/^account\/id/).fill(number);
  await agent.card.getByLabel('How you know').fill('She told me');
  await agent.card.getByRole('button', { name: 'It is one person' }).click();
  await expect(agent.card.getByText('I wrote from my laptop first')).toBeVisible();
  await shot(agent.page, 'console-one-person');
  await agent.card.getByRole('button', { name: 'Part them again' }).click();
  await expect(agent.card.getByText('I wrote from my laptop first')).toHaveCount(0);
});
