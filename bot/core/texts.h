// What the bot says by itself, in English and Chinese. Flow and article texts are not here: they belong to admins.
//
// Thread safety: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace frontdesk::core {

enum class Text {
  kGreeting,           // {product}
  kGreetingQuestions,  // before the top questions
  kHello,
  kThanks,
  kBye,
  kOk,
  kHowAreYou,
  kWhoAreYou,
  kSayMore,  // after words that say nothing
  kSorryAngry,
  kDidItHelp,  // under an answer
  kYesSolved,
  kNoHelp,
  kMore,
  kNothingMore,
  kOtherLanguage,  // before an answer that exists in another language only
  kGladItHelped,
  kSorryNoHelp,
  kSorryNoHelpPlain,  // when there is no flow to offer
  kAlreadyRejected,   // instead of an article that did not help before
  kArticleGone,       // the article behind a button is no longer there
  kDidYouMean,
  kNoneOfThese,
  kNoAnswer,
  kNoAnswerPlain,  // when there is no flow to offer
  kOneByOne,       // {question}: the first of several that is answered
  kAlsoAsked,      // before buttons with the other questions
  kTalkToPerson,
  kPersonComing,  // {queue} {number} {answer_by}
  kNobodyThere,   // {queue} {opening} {number} {answer_by}
  kPersonComingAgain,
  kCouldNotHandle,
  kStillWaiting,  // {number}
  kAddedToRequest,
  kNoLongerWaiting,
  kNothingToCancel,
  kHelp,
  kStatusNone,
  kStatusOpen,  // {number} {title} {state}
  kLanguageSet,
  kLanguageAsk,
  kAgentJoined,  // {agent}
  kAgentLeft,    // {agent}
  kAgentSolved,  // {agent} {number}
  kSolvedYes,
  kSolvedNo,
  kThanksClosed,  // {number}
  kReopened,      // {number}
  kFilesKept,
  kCannotListen,
  kPostReceipt,  // {number}
  kFlowGone,
  kBackToFlow,  // {flow}
  kStaleButton,
  kTrouble,  // the bot itself failed
  kStateNew,
  kStateOpen,
  kStateWaiting,
  kStateWithTeam,
  kStatePlanned,
  kStateResolved,
  kStateClosed,
  kStateDeclined,
  kStateMerged,
  kQueueGeneral,
  // --- people across channels
  kIsItTheSame,  // {number} {title}
  kYouHaveOpen,  // {number} {title}
  kAlsoOpen,     // {number} {title}
  kAddToTicket,  // {number}
  kAboutTicket,  // {number}
  kSomethingElse,
  kWhatToAdd,      // {number}
  kAddedToTicket,  // {number}
  kBothAreSeen,    // {number}
  kCouldNotReachYou,
  // Desk channels: what agents read in their IM.
  kDeskHelp,
  kDeskStranger,          // {account} {id}
  kDeskWhichTicket,       // {verb}
  kDeskNoTicket,          // {number}
  kDeskUnknownCommand,    // {verb}
  kDeskNeedsText,         // {verb}
  kDeskNeedsTarget,       // {verb}
  kDeskNeedsTime,         // {verb}
  kDeskNeedsDay,          // {verb}
  kDeskNeedsWhom,         // {verb}
  kDeskNeedsValue,        // {verb}
  kDeskRefused,           // {number} {why}
  kDeskHeldBy,            // {number} {agent}
  kDeskDelivered,         // {agent} {person} {text}
  kDeskNotDelivered,      // {agent} {person} {text}
  kDeskMaybeDelivered,    // {agent} {person} {text}
  kDeskTooLate,           // {agent} {person} {text}
  kDeskReplyStays,        // {number}
  kDeskEditSendsNothing,  // {number}
  kDeskNoteNowReads,      // {text}
  kDeskNoteBy,            // {agent}
  kDeskStatus,            // {number} {title} {person} {state} {queue} {holder}
  kDeskUnseen,            // {number} {time}
  kDeskTake,
  kDeskSnooze,
  kDeskResolve,
  kDeskGiveBack,
  kDeskReopen,
  kDeskCardHandoff,  // {number} {person} {account}
  kDeskCardTicket,   // {number} {person} {account}
  kDeskCardHeld,     // {number} {person} {account} {agent}
  kDeskCardState,    // {number} {person} {account} {state}
  kCardTitle,
  kCardWords,
  kCardLast,
  kCardReason,
  kCardQueue,
  kCardUrgency,
  kCardLevel,
  kCardAnswerBy,
  kCardFiles,
  kCardShown,
  kCardRejected,
  kCardConfirmed,
  kCardTranscript,
  kCardCommands,
  kCardSimilar,
  kCardIncident,
  kCardAffected,
  kAgentCorrects,  // {text}: to the customer
  // Incidents: one problem of many people.
  kIncidentKnown,          // {words}: to somebody who reports it
  kIncidentTellMe,         // the button
  kIncidentOther,          // the button
  kIncidentJoined,         // {number}
  kIncidentAttached,       // {number} {words}: an agent attached the ticket
  kIncidentUpdate,         // {words}
  kIncidentSolved,         // {words}
  kIncidentInvestigating,  // {title}: where no words were written
  kIncidentIdentified,     // {title}
  kIncidentWatching,       // {title}
  kIncidentOver,           // {title}
  kDeskAskIncident,        // {number} {count}
  kDeskAskAlarm,           // {number}
  kDeskDeclare,
  kDeskIncidentDeclared,   // {number} {title}
  kDeskIncidentUpdated,    // {number} {state} {count}
  kDeskIncidentAnnounced,  // {number}
  kDeskIncidentNone,       // {number}
  kDeskIncidentState,
  // After a solution.
  kAskScore,
  kScore1,
  kScore2,
  kScore3,
  kScore4,
  kScore5,
  kAskScoreReason,
  kReasonSlow,
  kReasonUnsolved,
  kReasonUnclear,
  kReasonManner,
  kReasonOther,
  kThanksScore,
  kThanksReason,
  kFollowUp,       // {number}
  kClosedAssumed,  // {number}
  // The fix is out.
  kReleased,  // {number} {title} {version}
  // Words about one's own tickets.
  kWhichTicket,      // {number}
  kTicketWithdrawn,  // {number}
  kTicketOver,       // {number}
  kWithdrawWhich,
  kAddHow,  // {number}
  // News of a ticket: {number} {title} {reason} {day} {other}
  kNewsWaitsForYou,
  kNewsWaitsOnTeam,
  kNewsPlanned,
  kNewsDeclined,
  kNewsReopened,
  kNewsExpected,
  kNewsJoined,
  kNewsJoinedByOther,
  kNewsSplit,
  kNewsReason,
  // Waiting and the lease.
  kNextInLine,
  kPlaceInLine,  // {place}
  kUsualWait,    // {span}
  kUnknownWait,
  kOneMinute,
  kMinutes,          // {count}
  kHours,            // {count}
  kNobodyKnowsWhen,  // {queue} {number} {answer_by}
  kPassedToQueue,    // {agent} {queue} {number}
  kPassedToAgent,    // {agent} {other}
  kOnHold,           // {agent}
  kBackInLine,       // {agent} {number}
  kTheTeam,
  kQueueHelps,  // {queue} {number}
  // Brakes.
  kTooFast,
  kBrake,
  // One's own tickets as buttons, and the level by its name.
  kMyTickets,
  kShowTicket,      // {number}
  kWithdrawTicket,  // {number}
  kLevelNamed,      // {level}
  kTierCritical,
  kTierFault,
  kTierHowTo,
  kTierSuggestion,
  // Notices to the desk, in its own language.
  kNoticeFor,    // {whom}
  kNoticeAbout,  // {number} {level} {title}
  kWhomQueue,    // {queue}
  kWhomLead,
  kWhomOnCall,
  kNoticeDue,      // {clock} {time} {away}
  kNoticeLate,     // {clock} {time} {away}
  kNoticeSilence,  // {time}
  kNoticeReview,   // {state} {reason}
  kAwayIn,         // {span}
  kAwayAgo,        // {span}
  kClockFirst,
  kClockNext,
  kClockResolution,
  kNoticeScore,        // {number} {score} {reason}
  kNoticeNobody,       // {queue}
  kNoticeWithdrawn,    // {person} {number}
  kNoticeUnanswered,   // {time}
  kNoticeUndelivered,  // {account} {words}
  kNoticeWindowShut,   // {time}
  kNoticeGoesOn,       // {account}
  kNoticeNotSeen,
  kNoticeEdited,  // {words}
  kNoticeDeleted,
  kNoticeAdded,  // {account} {number}
  kCardWeight,
  kCardReplyUntil,
  kCardReplyShut,    // {time}
  kIncidentUnnamed,  // the title of one that nobody named
  kCount             // the last: how many there are
};

// `locale` "zh", "zh-CN" ... is Chinese, everything else English. {name} is replaced by its value.
std::string Phrase(Text text, std::string_view locale,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values = {});

// Whether the text, folded, is this phrase in any language, whatever its values; phrases with fewer than `least` bytes
// of their own fit nothing.
bool FitsPhrase(std::string_view folded, Text text, std::size_t least);
// The text in any language, folded for matching; for words that a user may type instead of pressing.
bool SaysPhrase(std::string_view folded, Text text);

}  // namespace frontdesk::core
