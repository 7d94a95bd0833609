/** Whether the sentence says that nothing is to be done: an end, not a step. */
export function asksForNothing(text: string): boolean {
  return /^(?:(?:please|just|simply|then|or|else) )*(?:do nothing(?: (?:at all|else|more))?|nothing(?: (?:at all|to do|else|happens))?|(?:say|send|post|write|report|change|return) nothing|no action(?: is (?:needed|required))?|(?:skip|ignore|leave|drop|discard|disregard)(?: (?:it|this|that|them|the (?:step|rest|\w+)))?(?: (?:alone|as is|as it is))?|(?:stop|end|finish|quit|exit|abort)(?: (?:there|here|the workflow|the process|it))?|that's (?:it|all)|done|(?:they|it|these|those) (?:is|are|gets?|should be|can be) (?:granted|approved|accepted|allowed|let through|waved through)(?: (?:automatically|straight away|right away|immediately|at once|without asking))?|(?:[\p{L}-]+ ){1,3}(?:is|are|gets?|should be|can be) (?:simply |just )?(?:ignored|skipped|dropped|discarded|deleted|left alone|left as (?:it is|they are)))$/iu.test(
    text,
  );
}

/** "Do the following steps:" asks for nothing by itself. */
export function onlyAnnounces(text: string): boolean {
  return /^(?:(?:please|then|now|just) )*(?:(?:do|perform|execute|run|take|follow|carry out) )?(?:(?:all|both|each) )?(?:of )?(?:(?:the|these|those|this|that|two|three|four|five|six|\d+) )?(?:following|these|this|that|both|all|steps?|things?|tasks?|job|work)?(?: (?:two|three|four|five|six|\d+))?(?: (?:steps?|things?|tasks?|actions?))?(?: (?:in order|in this order))?$/i.test(
    text,
  );
}

/** "I run a bakery", "we get 50 tickets a day": says who asks, and asks for nothing. */
export function onlyTells(text: string): boolean {
  return /^(?:(?:i|we|our|my) )(?:(?:company|team|business|shop|firm|startup|organi[sz]ation|department|office) )?(?:(?:currently|usually|often|already|also) )?(?:run|own|am|are|is|have|has|work|works|get|gets|receive|receives|sell|sells|manage|lead|operate|live|teach|use|uses|publish|maintain)\b/i.test(
    text,
  );
}

/** "Nothing must be sent", "no mail is to go out", "don't send anything": nothing at all is to go out. */
export function forbidsAllSending(text: string): boolean {
  return (
    /^(?:(?:please|but|and|just) )*(?:nothing|no (?:e-?mails?|mails?|messages?|posts?|data)) (?:must|may|should|shall|will|can|is to|are to|has to|gets?|is|are) (?:ever )?(?:(?:be|get) )?(?:sent|posted|published|e-?mailed|mailed|delivered|submitted|go out|leave)\b/i.test(
      text,
    ) ||
    /^(?:(?:please|but|and|just) )*(?:do not|don't|never|must not|should not) (?:ever )?(?:send|post|publish|e-?mail|mail|deliver|submit) (?:anything|anybody|anyone|any (?:e-?mails?|mails?|messages?|of (?:it|this|that)))\b/i.test(
      text,
    )
  );
}

/** "Do not post it": says what is not to happen. */
export function readsAsNegated(text: string): boolean {
  if (forbidsAllSending(text)) return true;
  return /^(?:(?:please|but|and|just) )*(?:do not|don't|does not|doesn't|never|must not|should not|shouldn't|no need to|refrain from|avoid)\b/i.test(
    text,
  );
}
