/**
 * What a thing is like decides what can be done with it: a `message` wants an answer, a `record` wants checking
 * and a confirmation, a `document` wants reading, a `dataset` wants looking at as a whole.
 */
export type DataFamily = 'message' | 'record' | 'document' | 'dataset';

/** A kind of thing that a workflow takes in, which the prompt presumes and nobody has given yet. */
export interface DataNoun {
  /** Singular; the name of the input. */
  readonly noun: string;
  readonly family: DataFamily;
  /** One thing of the kind, and two more for when many are meant; always shown as a sample. */
  readonly samples: readonly [string, ...string[]];
  /** What is written to the person behind a record that is in order. */
  readonly confirmation?: string;
}

type Row = readonly [
  names: string,
  family: DataFamily,
  samples: readonly [string, ...string[]],
  confirmation?: string,
];

const ROWS: readonly Row[] = [
  [
    'ticket issue incident bug defect',
    'message',
    [
      'I cannot log in since this morning. The page says "invalid token". Order 1042 is urgent for us.',
      'How do I change my delivery address?',
      'The invoice for March shows the wrong amount.',
    ],
  ],
  [
    'email mail e-mail inbox correspondence',
    'message',
    [
      'Hello, my parcel from order 1042 has not arrived yet. Could you tell me when it will? Kind regards, Dana',
      'Hi, can I get a copy of my invoice for March? Thanks, Lee',
      'Your team was very helpful last week. Thank you! Sam',
    ],
  ],
  [
    'message chat dm conversation',
    'message',
    [
      'Hi, is the blue jacket available in size M, and how long does delivery take?',
      'Can I return an item after 30 days?',
      'Thanks, that solved it!',
    ],
  ],
  [
    'mention tweet post hashtag media feed',
    'message',
    [
      '@acme your new app crashes every time I open it, please fix this!',
      'Just tried @acme for the first time and the setup took two minutes. Impressed.',
      'Does anybody know whether @acme ships to Norway?',
    ],
  ],
  [
    'review rating testimonial',
    'message',
    [
      'Four stars. The headphones sound great, but the left ear pad came off after two weeks.',
      'One star. Arrived late and broken.',
      'Five stars. Best purchase this year.',
    ],
  ],
  [
    'comment remark',
    'message',
    [
      'Great article, but the second chart has no units. Could you add them?',
      'I disagree with the conclusion.',
      'Where can I find the source data?',
    ],
  ],
  [
    'feedback complaint suggestion praise',
    'message',
    [
      'The checkout is quick, but I waited 40 minutes for support and nobody called back.',
      'Please add a dark mode.',
      'The new dashboard is much clearer.',
    ],
  ],
  [
    'question inquiry enquiry query',
    'message',
    [
      'Do you offer a discount for non-profit organisations?',
      'Which plan includes phone support?',
      'Can I pay by invoice?',
    ],
  ],
  [
    'request',
    'message',
    [
      'Please give our new colleague access to the shared calendar by Monday.',
      'We need two more monitors in room 4.',
      'Could you extend our trial by a week?',
    ],
  ],
  [
    'alert notification alarm',
    'message',
    [
      'CPU load on server web-2 is above 95 % for ten minutes.',
      'Disk usage on db-1 is at 81 %.',
      'Backup finished without errors.',
    ],
  ],
  [
    'news headline',
    'document',
    [
      'Researchers in Oslo report a battery that charges in five minutes. A first factory is planned for next year.',
      'The city council approved three new bicycle routes.',
      'Rain is expected for most of the week.',
    ],
  ],
  [
    'registration sign-up signup registrant',
    'record',
    [
      'Name: Dana Smith; company: Example Ltd; plan: starter',
      'Name: Lee; email: lee(at)example.com; company: ; plan: pro',
    ],
    'welcome message',
  ],
  [
    'user member customer client subscriber account contact',
    'record',
    ['Name: Dana Smith; joined: 2024-01-15; plan: starter', 'Name: Lee; joined: 2023-11-02; plan: pro'],
    'welcome message',
  ],
  [
    'employee hire newcomer staff colleague patient student',
    'record',
    [
      'Name: Dana Smith; start: 1 March; department: support',
      'Name: Lee Park; start: 15 March; department: sales; email: ',
    ],
    'welcome message',
  ],
  [
    'order purchase reservation booking',
    'record',
    [
      'Order 1042: 2 x blue jacket (size M), 1 x cap; total 118.00 EUR; ship to Dana Smith, Example Street 1, Oslo',
      'Order 1043: 1 x tent; total 240.00 EUR; no address given',
    ],
    'confirmation',
  ],
  [
    'invoice bill receipt expense payment',
    'record',
    [
      'Invoice 2024-017: Example Ltd, 450.00 EUR, due 10 January, unpaid',
      'Invoice 2024-018: Sample Inc, 120.00 EUR, due 30 January, paid',
      'Invoice 2024-019: Demo GmbH, 980.00 EUR, due 5 January, unpaid',
    ],
    'payment note',
  ],
  [
    'application',
    'record',
    [
      'Applicant: Dana Smith; position: support engineer; experience: 4 years in customer service; languages: English, Norwegian',
      'Applicant: Lee Park; position: support engineer; experience: none given',
    ],
    'reply to the applicant',
  ],
  [
    'candidate applicant cv resume résumé',
    'record',
    [
      'Dana Smith. Support engineer for 4 years at Example Ltd. Skills: SQL, Linux, customer service. Languages: English, Norwegian.',
      'Lee Park. Student of economics, internship in sales.',
    ],
    'reply to the applicant',
  ],
  [
    'lead prospect opportunity',
    'record',
    [
      'Dana Smith, head of IT at Example Ltd (120 people), asked for a price for 80 seats, wants to start in March',
      'Lee Park, student, asked for a free trial',
    ],
    'first reply',
  ],
  [
    'claim return refund',
    'record',
    [
      'Claim 311: water damage in the kitchen on 2 January, estimated cost 1,900 EUR, photos attached',
      'Claim 312: broken window, no date given',
    ],
    'confirmation',
  ],
  [
    'form submission entry record',
    'record',
    ['Name: Dana Smith; phone: 555 0100; topic: price of the team plan', 'Name: Lee; phone: ; topic: '],
    'confirmation',
  ],
  [
    'appointment event',
    'record',
    ['Event: planning meeting, 12 March 10:00, room 4, 6 people', 'Event: product demo, date open, online'],
    'confirmation',
  ],
  [
    'task todo to-do',
    'record',
    ['Task: renew the domain, due Friday, owner Dana', 'Task: order chairs, no date, no owner'],
    'confirmation',
  ],
  [
    'article blog essay story paper publication abstract',
    'document',
    [
      'City trees cool streets by up to four degrees, a study of twelve towns finds. The effect is strongest where trees stand in groups. The authors advise planting near schools first.',
    ],
  ],
  [
    'report newsletter bulletin',
    'document',
    [
      'Quarterly report: sales rose 8 % to 2.1 million EUR. Support tickets fell by a fifth. Delivery times got worse in the north, where one depot closed.',
    ],
  ],
  [
    'contract agreement policy terms term clause',
    'document',
    [
      'Supply contract: delivery within 14 days of order; payment within 30 days; either side may end the contract with 3 months notice; liability is limited to the price paid.',
    ],
  ],
  [
    'document file pdf page text passage paragraph attachment content memo note sentence book chapter',
    'document',
    [
      'The library opens a second reading room in May. It has forty seats and stays open until ten. Members can book a seat online; guests pay two euros a day.',
    ],
  ],
  [
    'transcript meeting call minutes interview recording podcast',
    'document',
    [
      'Dana: the release moves to Friday. Lee: then I tell the customer today. Dana: please also check the price list. Sam: I will write the release notes by Thursday.',
    ],
  ],
  [
    'description brief specification requirement proposal',
    'document',
    [
      'We look for a support engineer who answers customers in English and Norwegian, writes help articles and works two weekends a month.',
    ],
  ],
  [
    'code script function commit changelog',
    'document',
    ['function total(items) { let sum = 0; for (const item of items) { sum += item.price; } return sum; }'],
  ],
  [
    'recipe ingredient',
    'document',
    ['Pancakes: 200 g flour, 3 eggs, 400 ml milk, a pinch of salt. Fry in butter.'],
  ],
  [
    'offer quote quotation bid',
    'record',
    ['Offer A: 3.9 % for 10 years, fee 900 EUR', 'Offer B: 3.6 % for 10 years, fee 2,400 EUR'],
  ],
  [
    'change diff patch changeset',
    'document',
    ['- if (user.age > 18) allow();\n+ if (user.age >= 18) allow();\n+ console.log(user.password);'],
  ],
  [
    'data dataset spreadsheet csv table figures numbers statistics metrics',
    'dataset',
    ['January: 120 orders, 9,400 EUR. February: 98 orders, 8,100 EUR. March: 160 orders, 12,900 EUR.'],
  ],
  [
    'log',
    'dataset',
    [
      '10:00 web-1 started. 10:02 web-1 error: database timeout. 10:02 web-1 error: database timeout. 10:05 web-1 recovered.',
    ],
  ],
  [
    'survey poll questionnaire response',
    'dataset',
    [
      'Answer 1: satisfied, likes the speed. Answer 2: unsatisfied, long waiting time. Answer 3: satisfied, wants a dark mode.',
    ],
  ],
  [
    'transaction statement',
    'dataset',
    [
      '2 Jan: -45.00 groceries. 3 Jan: +1,900.00 salary. 5 Jan: -980.00 rent. 7 Jan: -310.00 unknown shop abroad.',
    ],
  ],
  [
    'price stock inventory sale',
    'dataset',
    ['Blue jacket: 3 left, 59.00 EUR. Cap: 41 left, 12.00 EUR. Tent: 0 left, 240.00 EUR.'],
  ],
];

/** Every name that a kind of data goes by, in the singular. */
export const DATA_NOUNS: ReadonlyMap<string, DataNoun> = new Map(
  ROWS.flatMap(([names, family, samples, confirmation]) =>
    names
      .split(' ')
      .map((noun): [string, DataNoun] => [
        noun,
        { noun, family, samples, ...(confirmation && { confirmation }) },
      ]),
  ),
);

/** People: they are what a record is about ("onboard new customers"), but seldom the data itself ("a reply to the customer"). */
export const PEOPLE: ReadonlySet<string> = new Set(
  'user member customer client subscriber account contact employee hire newcomer staff colleague patient student candidate applicant'.split(
    ' ',
  ),
);

/** What holds data rather than being it: it names the data only when nothing else does ("watch social media for mentions"). */
export const PLACES: ReadonlySet<string> = new Set('media feed inbox list table page'.split(' '));

/** Nouns that may stand for whatever is being worked on. */
export const GENERIC_NOUNS: ReadonlySet<string> = new Set(
  'data text content document file entry record message item figure'.split(' '),
);
