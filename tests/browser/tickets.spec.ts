import { expect, shot, test } from './desk';

test('A ticket is planned, corrected and shown with its history; one is opened for a caller', async ({
  newVisitor,
  newAgent,
}) => {
  const agent = await newAgent('ian');
  await agent.signInFirstTime();
  const visitor = await newVisitor();
  await visitor.visit();
  await visitor.launcher.click();
  await visitor.rows('greeting').waitFor();
  await visitor.handOver();
  await visitor.say('Ian, my parrot is locked out, this is urgent');
  await agent.entry('my parrot').click();
  const ticket = agent.card.locator('.one-ticket');
  await expect(ticket.locator('.tags')).toContainText('urgent');

  // What agents choose from says what it means and what it does not.
  const impact = ticket.locator('[data-field="impact"] select');
  await impact.selectOption('blocked');
  await expect(ticket.locator('[data-figure="weight"]')).toContainText('depth of impact: blocked');
  const category = ticket.locator('[data-field="category"]');
  await category.locator('select').selectOption('functional');
  await expect(category).toContainText('Not:');

  // The version that a release tells of. What is half written survives that the user says something meanwhile: the
  // card is drawn anew then, and a slow machine lost the version to it.
  const fixedIn = ticket.locator('[data-field="fixed_in"] input');
  await fixedIn.fill('3.4');
  await visitor.say('The parrot is still locked out');
  await expect(agent.transcript).toContainText('still locked out');
  await expect(fixedIn).toHaveValue('3.4');
  await fixedIn.blur();
  await ticket.getByText(/^History/).click();
  await expect(ticket.locator('.history').filter({ hasText: 'fixed_in: unknown -> 3.4' })).toBeVisible();
  await ticket.getByText(/^History/).click();

  // Planning asks for a day and a reason, and the user hears both.
  await ticket.getByLabel('What to do').selectOption('plan');
  await ticket.getByLabel('Look again on').fill('2027-01-15');
  await ticket.getByRole('button', { name: 'Plan' }).click();
  await expect(agent.page.getByRole('alert')).toContainText('needs a reason');
  await ticket.getByLabel('Why; the user may read it').fill('It comes with the next release.');
  await ticket.getByRole('button', { name: 'Plan' }).click();
  await expect(ticket.locator('[data-state="planned"]')).toBeVisible();
  await expect(visitor.panel.getByText(/is planned.*2027-01-15.*next release/)).toBeVisible();
  await ticket.getByText(/^History/).click();
  await expect(ticket.locator('.history').filter({ hasText: 'impact: unknown -> blocked' })).toBeVisible();
  await shot(agent.page, 'console-ticket');

  await agent.page.getByRole('link', { name: 'New ticket' }).click();
  await agent.page.getByLabel('Name of the person').fill('Grace by phone');
  await agent.page.getByLabel('In their own words').fill('No sound since Monday');
  await agent.page.locator('.caller [data-field="category"] select').selectOption('functional');
  await expect(agent.page.locator('.caller [data-field="category"]')).toContainText('Not:');
  await agent.page.getByRole('button', { name: 'Open the ticket' }).click();
  await expect(agent.page.getByRole('heading', { name: 'Grace by phone' })).toBeVisible();
  await expect(agent.transcript).toContainText('No sound since Monday');
});
