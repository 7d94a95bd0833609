const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words before a verb that add nothing to what is asked. */
export const FILLERS = words(
  "please kindly also automatically automatic just simply then first firstly second secondly third finally lastly next now it they we i you he she that which who whom will would can could should shall must may might to able be is are was let's lets let us me help helps helping need needs want wants wanted like i'd we'd i'm we're i'll have has do does immediately quickly directly carefully periodically regularly continuously constantly always both so only again try tries politely properly instantly promptly intelligently autonomously ai using everything subsequently afterwards me so and or plus but",
);

/** Words that open a noun phrase. */
export const DETERMINERS = words(
  "a an the this that these those my our your his her their its all any each every some incoming new received attached given latest recent following today's this week's yesterday's",
);

/** Determiners that point at particular data rather than at a notion. */
export const DEFINITE = words(
  "the this these those my our your their his her incoming new all each every attached given latest recent following any inbound pending open overdue unread today's week's month's yesterday's",
);

/** Words that stand for what was just made or named. */
export const PRONOUNS = words('it them this that these those its their');

/** Words that close the noun phrase before them. */
export const PREPOSITIONS = words(
  'into in to by from about for with without using as on onto at via per than through over under against between within during after before regarding concerning based across among towards toward until who which that when if where so because',
);

/** Words that join, and never are an object. */
export const CONJUNCTIONS = words('and or but plus then while as otherwise else');

/** Verbs of what starts some work: a ticket arrives, a user signs up. */
export const EVENTS =
  /^(?:creates?|fills|books|pays|requests|reports|cancels|clicks|starts|finishes|leaves|downloads|replies|responds|answers|arrives?|comes?|received?|receives?|registers?|signs?|submit(?:s|ted)?|posted|created|appears?|joins?|contacts?|writes?|asks?|gets?|sends?|sent|emails?|new|uploads?|uploaded|places?|orders?|buys?|subscribes?|complains?|opens?|files?|logged|raised|needs)$/;
