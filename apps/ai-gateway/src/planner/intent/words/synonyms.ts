/** Words that people put for one another when they speak of what a workflow works on; the first stands for its row. */
const ROWS: readonly string[] = [
  'email mail inbox message letter correspondence outreach',
  'ticket case request enquiry inquiry complaint helpdesk',
  'bug error defect problem issue incident outage fault failure',
  'customer client buyer shopper consumer',
  'user member account subscriber signup sign-up registration registrant newcomer onboarding',
  'employee staff colleague hire worker',
  'review feedback comment rating opinion testimonial',
  'article blog story essay piece',
  'news headline',
  'resume cv application candidate applicant curriculum',
  'invoice bill receipt payment',
  'order purchase basket cart',
  'summary digest recap overview brief briefing synopsis gist abstract tldr takeaway highlight',
  'alert notification warning notice alarm ping heads-up',
  'reply response answer apology acknowledgement acknowledgment',
  'report write-up brief document',
  'picture image photo photograph screenshot',
  'price cost amount total fee sum expense spend spending budget',
  'meeting call transcript minute notes note standup',
  'contract agreement nda clause lease',
  'risk hazard danger threat concern',
  'lead prospect',
  'product item article goods sku',
  'code function program script pull change commit diff',
  'test quiz exam question',
  'key main important essential',
  'action task todo to-do',
  'title headline heading subject',
  'slack channel teams chat',
  'spreadsheet sheet table row csv',
  'tone mood sentiment feeling',
  'due overdue late unpaid',
  'suspicious fraud fraudulent anomaly anomalous unusual outlier',
  'urgent critical emergency priority high-priority severe',
  'manager boss supervisor lead',
  'weather forecast temperature',
];

/** The word that stands for each; a word of several rows has several. */
export const SYNONYMS: ReadonlyMap<string, readonly string[]> = ROWS.reduce((map, row) => {
  const words = row.split(' ');
  for (const word of words) map.set(word, [...(map.get(word) ?? []), words[0] ?? word]);
  return map;
}, new Map<string, string[]>());
