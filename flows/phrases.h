// The engine's own sentences, in English and Chinese. A locale without sentences of its own gets English.
//
// Thread safety: pure function.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace frontdesk::flows {

enum class Wording {
  kYes,
  kNo,
  kSkip,
  kDone,
  kSubmit,
  kChange,
  kSolved,
  kUnsolved,
  kNoneHelps,
  kBack,
  kPerson,
  kCancel,
  kPleaseChoose,
  kPleaseChooseSome,  // {0} least, {1} most
  kPleaseYesOrNo,
  kPleaseEmail,
  kPleasePhone,
  kPleaseUrl,
  kPleaseVersion,
  kPleaseDate,
  kPleaseTime,
  kPleaseDatetime,
  kPleaseUnit,  // {0} unit
  kPleaseUser,
  kPleaseNumber,
  kPleaseInteger,
  kPleasePattern,
  kPleaseFile,
  kPleaseText,
  kTooShort,
  kTooLong,         // {0} characters at most
  kNumberTooSmall,  // {0}
  kNumberTooLarge,  // {0}
  kDateTooEarly,    // {0}
  kDateTooLate,     // {0}
  kFileTooLarge,    // {0} name, {1} limit
  kFileRefused,     // {0} name, {1} accepted kinds
  kFileTooMany,     // {0}
  kFileTooFew,      // {0}
  kFileUnwanted,
  kGotFiles,      // {0} names
  kGotFilesMore,  // {0} names
  kChosenMore,    // {0} labels
  kImages,
  kVideos,
  kSounds,
  kAnyKind,  // between kinds: ", "
  kMayHelp,
  kDidItSolve,
  kGladSolved,
  kSearchHelp,
  kLookingUp,
  kReviewIntro,
  kReviewAgain,
  kReviewHelp,
  kWhatToChange,
  kNothingToChange,
  kAlreadySent,
  kFirstQuestion,
  kNeeded,
  kNothingToSkip,
  kHelpWords,
  kCancelled,
  kStopped,
  kThanks,
  kReminder,
  kChanged,
  kForgotten,
  kSkippedValue,
};

// {0} and {1} stand for the arguments, which are inserted as text.
std::string Words(Wording wording, std::string_view locale, std::initializer_list<std::string_view> arguments = {});

}  // namespace frontdesk::flows
