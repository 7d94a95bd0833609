const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** People and groups inside an organisation, in the singular: who approves, reviews and is told. */
const COLLEAGUES = set(
  'me us myself ourselves manager boss supervisor director lead leader head chief ceo cto cfo coo owner team department legal finance compliance hr marketing sales security engineering management leadership editor lawyer attorney counsel accountant accounting auditor controller reviewer approver administrator admin moderator colleague coworker teammate human person people someone somebody staff employee expert specialist engineer developer officer committee board stakeholder teacher doctor nurse operator operations procurement secretary assistant principal executive support helpdesk qa product communications pr press analyst organizer organiser everyone everybody group crew company office attendee participant channel',
);

/** People outside, who write, order, apply and are answered. */
const OUTSIDERS = set(
  'customer client user buyer guest patient student applicant candidate supplier vendor sender author recipient subscriber member tenant requester reporter parent contact prospect visitor shopper seller partner investor reader follower submitter registrant winner landlord reviewer',
);

/** Whether a word, in the singular and in lower case, names somebody outside the organisation. */
export function isOutsider(word: string): boolean {
  return OUTSIDERS.has(word);
}

/** Services that carry messages: "post it on Slack". Their names alone are no address. */
export const CHANNELS = set(
  'slack teams discord telegram whatsapp twitter x linkedin facebook instagram mastodon reddit sms email e-mail mail jira trello notion asana github gitlab confluence salesforce hubspot zendesk intercom crm erp airtable sheets spreadsheet database wiki website blog intranet calendar drive dropbox sharepoint youtube tiktok bluesky inbox phone newsletter mailchimp',
);

/** Whether a word, in the singular and in lower case, names somebody. */
export function isSomebody(word: string): boolean {
  return COLLEAGUES.has(word) || OUTSIDERS.has(word);
}
