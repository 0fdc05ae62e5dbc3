//! The reasons that the service knows: each with its code, which never changes, and its sentence in English. The console has
//! words for each code in each of its languages; a test compares them with this list.

use std::fmt;

use serde_json::{Map, Value, json};

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $kind:ty),* })? = $code:literal, $english:literal;)*) => {
        /// A reason that the service knows.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Fault {
            $($(#[$doc])* $name $({ $($field: $kind),* })?,)*
        }

        impl Fault {
            /// Every code, with the names of its values.
            #[cfg(test)]
            pub(super) const CODES: &[(&str, &[&str])] = &[$(($code, &[$($(stringify!($field)),*)?])),*];

            /// Under which programs know it.
            pub(super) fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)*
                }
            }

            /// The values of its sentence, by name.
            pub(super) fn params(&self) -> Map<String, Value> {
                match self {
                    $(Self::$name $({ $($field),* })? => {
                        Map::from_iter([$($((stringify!($field).to_owned(), json!($field))),*)?])
                    })*
                }
            }
        }

        impl fmt::Display for Fault {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $({ $($field),* })? => write!(f, $english),)*
                }
            }
        }
    };
}

faults! {
    // Any text.
    Empty = "text.empty", "is empty";
    Missing = "text.missing", "is missing";
    NullCharacter = "text.null-character", "holds the character U+0000, which cannot be stored";
    TooLong { most: usize } = "text.too-long", "is longer than {most} characters";
    TooManyBytes { most: usize } = "text.too-many-bytes", "is longer than {most} bytes";
    /// Out of the range that is taken.
    Range { least: i64, most: i64 } = "number.range", "must be {least} to {most}";
    AtLeast { least: i64 } = "number.at-least", "must be at least {least}";

    // Identities.
    NobodyEmpty { value: String } = "identity.empty", "\"{value}\": it is empty";
    NobodyPlaceholder { value: String } =
        "identity.placeholder", "\"{value}\": it is a placeholder that nothing was put in for";
    NobodyWithheld { value: String } =
        "identity.withheld", "\"{value}\": it stands for callers who withheld their number";
    NobodyNoNumber { value: String } = "identity.no-number", "\"{value}\": no telephone has this number";
    PhoneNoDigits { value: String } = "phone.no-digits", "\"{value}\": a telephone number needs digits";
    PhoneOther { value: String } = "phone.none", "\"{value}\": this is no telephone number";
    PhoneSeveral { value: String } = "phone.several", "\"{value}\": these seem to be several telephone numbers";
    PhoneTooLong { value: String } =
        "phone.too-long", "\"{value}\": a telephone number has 15 digits at the most";
    PhoneUncertain { value: String } =
        "phone.uncertain", "\"{value}\": it is not certain which telephone number is meant";
    PhoneShortened { value: String } =
        "phone.shortened", "\"{value}\" was shortened by a spreadsheet; make the column text and save it again";
    EmailSeveral { value: String } = "email.several", "\"{value}\": these seem to be several addresses";
    EmailNone { value: String } = "email.none", "\"{value}\" is none";
    /// A customer number and a telephone number of the same digits.
    Clash { value: String, held: String, kind: &'static str } = "identity.clash",
        "{value} has the digits of {held}, which is somebody's {kind}; a look-up could not tell them apart";
    IdentityTaken { value: String } =
        "identity.taken", "Alias to be added already exists to some other Person: {value}";
    IdentityUnknown { value: String } = "identity.unknown", "The person has no alias {value}";
    IdentityNotChosen { value: String } = "identity.not-of-these", "{value} is none of these";
    NothingToAdd = "identity.nothing-to-add", "There is no identity to add";

    // Rows of a table.
    IdGiven = "row.id-given", "must be left empty";
    NoIdentity = "row.no-identity", "there is no e-mail address, phone number or customer id";
    SeveralPersons = "row.several-persons", "its identities belong to different persons; merge them first";
    PersonWentAway = "row.person-went-away", "its person went away";
    OfAnotherPerson { value: String, who: String } =
        "row.another-person", "{value} belongs to another person ({who})";
    OfAnotherRow { value: String, row: u64 } = "row.another-row", "{value} belongs to another person (row {row})";
    AnotherPersons { value: String } = "row.taken", "{value} is another person's";
    TooManyCells { cells: usize, head: usize } = "row.too-many-cells",
        "has {cells} cells, the head has {head}; a separator may stand unquoted in one";
    /// Up to which line the row goes by that.
    QuoteOpen { last: u64 } = "row.quote-open",
        "has a quotation mark that is not closed; what follows, to line {last}, was read as part of it";
    RowUnreadable { error: String } = "row.unreadable", "cannot be read: {error}";
    CellUnreadable = "cell.unreadable", "holds what cannot be read as text; save the table as \"CSV UTF-8\"";
    CellUnreadableIn { set: &'static str } = "cell.unreadable-in",
        "holds what cannot be read as text (the file seems to be {set}); save the table as \"CSV UTF-8\"";
    NoColumn { line: u64, column: &'static str } = "table.no-column", "line {line}: there is no column \"{column}\"";
    TableEmpty = "table.empty", "The table is empty; use the template";
    TablePacked = "table.packed", "The file is a workbook or compressed, no text; save the table as \"CSV UTF-8\"";
    TablePdf = "table.pdf", "The file is a PDF document, no table; save the table itself as \"CSV UTF-8\"";
    TablePicture = "table.picture", "The file is a picture, no table; save the table itself as \"CSV UTF-8\"";
    TableRichText =
        "table.rich-text", "The file is a document of a word processor, no table; save the table as \"CSV UTF-8\"";
    TableWebPage = "table.web-page",
        "The file is a web page (HTML or XML), no table; open it in a spreadsheet and save it as \"CSV UTF-8\"";
    TableJson = "table.json", "The file is JSON, no table; use the template";
    TableNoText = "table.no-text", "The file is no text, such as a program or a recording; save the table as \"CSV UTF-8\"";
    ColumnTwice { line: u64, column: &'static str } =
        "table.column-twice", "line {line}: the column \"{column}\" is there twice; put all values into one";
    TableUnreadable { error: String } = "table.unreadable", "The table cannot be read: {error}";

    // Persons.
    NeedsIdentity = "person.needs-identity", "A person needs at least one identity";
    BothNeedIdentity = "person.both-need-identity", "Both persons need at least one identity";
    IntoItself = "merge.into-itself", "A person cannot be merged into itself";
    MergedAway { person: String, into: String } = "person.merged-away",
        "Person {person} was merged into person {into}, which has what is kept of both";
    NoSuchMerge { merged: String, person: String } =
        "split.no-such-merge", "No merge of person {merged} into person {person} is known";
    NothingLeft { merged: String } =
        "split.nothing-left", "None of the identities of person {merged} is this person's any more";
    TooManyPersons { most: i64 } = "persons.too-many",
        "More than {most} persons would have to be looked at; filter by an alias, a whole name or the time of creation, \
         or sort by createdAt, updatedAt, firstName or lastName";

    // Operations of a JSON Patch, counted from 0.
    PatchOp { operation: usize, op: String, path: String } =
        "patch.op", "operation {operation} ({op} {path}): op must be add, replace or remove";
    PatchPath { operation: usize, op: String, path: String } =
        "patch.path", "operation {operation} ({op} {path}): a path begins with /";
    PatchTooDeep { operation: usize, op: String, path: String } =
        "patch.too-deep", "operation {operation} ({op} {path}): there is nothing so deep in a person";
    PatchField { operation: usize, op: String, path: String } =
        "patch.field", "operation {operation} ({op} {path}): only names and identities can be patched";
    PatchText { operation: usize, op: String, path: String } =
        "patch.text", "operation {operation} ({op} {path}): value must be text";
    PatchTexts { operation: usize, op: String, path: String } =
        "patch.texts", "operation {operation} ({op} {path}): value must be text or a list of texts";
    PatchNoValue { operation: usize, op: String, path: String } =
        "patch.no-value", "operation {operation} ({op} {path}): value is missing";
    PatchIndex { operation: usize, op: String, path: String } =
        "patch.index", "operation {operation} ({op} {path}): an index must be a number";
    PatchNothingThere { operation: usize, op: String, path: String } =
        "patch.nothing-there", "operation {operation} ({op} {path}): there is nothing at this index";

    // Filters (RSQL). Characters are counted from 1.
    FilterSyntax { position: usize, expected: String, found: String } =
        "filter.syntax", "at character {position}: expected {expected}, found {found}";
    FilterUnfinished { position: usize, expected: String } =
        "filter.unfinished", "at character {position}: expected {expected}, found the end";

    // Names that are taken.
    ProjectExists { name: String } = "exists.project", "Workspace {name} already exists";
    TemplateExists { name: String } = "exists.template", "Template {name} already exists";
    ActionExists { name: String } = "exists.action", "Journey action {name} already exists";
    ConnectorExists { name: String } = "exists.connector", "Connector {name} already exists";
    ConnectorExistsElsewhere =
        "exists.connector-elsewhere", "A connector of the organization has this name already";

    /// What there is nothing of: its kind in English, and its id.
    Gone { what: &'static str, id: String } = "gone", "{what} {id} not found";

    // Templates and rules.
    NoAttributes = "template.no-attributes", "there is none";
    Mode = "attribute.mode", "must be Value, Count, Sum, Max, Min, Average or Distinct";
    LookBackUnit = "attribute.look-back-unit", "must be minutes, hours or days";
    /// What nobody composes in the console.
    RuleUnreadable { why: String } = "rule.unreadable", "{why}";
    NoCondition = "rule.no-condition", "A rule has no condition";
    ConditionUnmet { text: String } =
        "rule.unmet", "no attribute of the template matches the condition \"{text}\"";

    // Journey actions and where they lead.
    Rest { most: i64 } = "action.rest", "must be 0 to {most}, which is ten years";
    UrlUnreadable = "url.none", "is not a URL";
    UrlScheme = "url.scheme", "must be http or https";
    UrlCredentials = "url.credentials", "must not hold a name or password";
    UrlPortOfHost = "url.port-of-host", "must have a port that is allowed for this host";
    UrlPort = "url.port", "must have the port 80 or 443, or one that is allowed";
    UrlHttps = "url.https", "must be https";
    UrlAddress = "url.address", "must lead to a public address";
    UrlName = "url.name", "must name a public host";
    NoSecretsKey = "secrets.no-key",
        "The service has no key for secrets, and stores none without: start it with --secrets-key-file";

    // Calls of webhooks. Their log has the English sentence: `actions::outcome` knows each again.
    CallAnswered { status: u16 } = "call.answered", "answered {status}";
    CallTimedOut = "call.timed-out", "no answer in time";
    CallInside = "call.inside", "the host leads to an address that webhooks may not reach";
    CallNoConnection = "call.no-connection", "no connection";
    CallNoUrl = "call.no-url", "not a URL";
    CallNoMethod = "call.no-method", "not a method";
    CallNotSigned { why: String } = "call.not-signed", "it cannot be signed: {why}";

    // What a sign-in may.
    Scopes { scopes: String } = "access.scopes", "The token needs one of these scopes: {scopes}";
    OtherOrganization = "access.other-organization", "The token belongs to another organization";
    MakesNoProject = "access.makes-no-project", "The token is bound to a workspace, and makes no other";
    RenamesNoProject = "access.renames-no-project", "The token is bound to the workspace, and may not rename it";

    // Connectors, and what they cannot take.
    ConnectorOff = "connector.off", "The connector is off";
    ConnectorWithoutProject = "connector.no-project", "The connector's workspace was deleted";
    ConnectorNeedsNoKey = "connector.no-key", "The connector asks its system, which needs no key";
    BodyUnreadable { error: String } = "body.unreadable", "The body: {error}";
    NoObject = "value.no-object", "is no object";
    BodyEmpty = "body.empty", "The body is empty; send JSON";
    BodyUtf16 = "body.utf-16", "The body is UTF-16; send JSON in UTF-8";
    BodyNoUtf8 = "body.not-utf-8", "The body is no text in UTF-8; send JSON in UTF-8";
    BodyCompressed = "body.compressed", "The body is compressed; send JSON as it is";
    NoBatch = "body.no-batch",
        "The body: a batch must be a list of events; one event is application/cloudevents+json";
    ListOfEvents = "body.list", "The body: a list of events is application/cloudevents-batch+json";
    FormatNotRead { media: String } = "body.format",
        "The body: {media} is not read; send application/cloudevents+json or application/cloudevents-batch+json";
    NoCloudEvent { headers: String } = "body.no-cloud-event",
        "The request is no CloudEvent: it is not application/cloudevents+json or application/cloudevents-batch+json, and lacks \
         the headers {headers}";
    NoTextOf { media: String } = "body.media", "The body: {media} that is not text cannot be kept";
    NoList = "value.no-list", "is no list";
    /// What was kept of a failure cannot be read again.
    FailureCut = "failure.cut", "What came is longer than 64 KB, and only its beginning is kept: have it sent again";
    TooManyAtOnce { came: usize, most: usize } = "body.too-many", "{came} are more than the {most} of one request";
    FailureUnreadable { error: String } = "failure.unreadable", "What came cannot be read: {error}";

    // Webhooks that somebody else may have sent.
    NotSigned = "webhook.not-signed", "is made by none of the connector's secrets";
    NoMilliseconds = "webhook.no-time", "is no time in ms";
    NotAsSigned = "webhook.other-time", "is not the comciscotimestamp that was signed";
    NotOfNow = "webhook.not-now", "is more than five minutes from this service's clock";

    // Events, as `cjds::Unfit` says what is wrong with them, and what is asked of them besides.
    NotJson { error: String } = "event.not-json", "not JSON: {error}";
    NoEvent { found: String } = "event.none", "{found} where an event was expected";
    SaysNothing = "event.says-nothing", "missing, and no data either";
    Lacking = "event.missing", "missing";
    Blank = "event.empty", "empty";
    NotATime { value: String } = "event.not-a-time", "not a time: {value}";
    ObjectExpected { found: String } = "event.no-object", "{found} where an object was expected";
    NoteOfAnAgent = "event.note",
        "journey:note is an agent's note, which is written by POST /v1/api/note/workspace-id/{{workspaceId}}";
    NotUtf8 = "event.not-utf-8", "is not text in UTF-8";
    NotText = "event.not-text", "is not text";
    NotBase64 = "event.not-base64", "is not base64";
    NeitherJsonNorText = "event.neither-json-nor-text", "is neither JSON nor text";
    DataTwice = "event.data-twice", "is there, and data_base64, too";
    SpecVersion = "event.version", "must be 1.0";
    IdentityKind = "event.identity-kind", "must be phone, email, customerId, socialId or temporaryId";
    TaskNobodys { task: String } = "event.nobodys-task", "nothing said whose the task {task} is";
    TaskWithheld = "event.task-withheld", "The task is nobody's: its caller withheld the number";
    NoEngagement = "event.no-engagement", "The account has no such engagement";
    // What contact centers answer, in their words, and what it means.
    VendorRefused { status: u16, words: String } = "vendor.refused", "the contact center refused ({status}): {words}";
    VendorAway { words: String } = "vendor.away", "the contact center does not answer: {words}";
    NoAccess = "account.none", "the connector has no access to its contact center";
    TokenEnded = "account.token-ended", "the access token has ended, and there is none to renew it by";
    NoNotifications { status: u16, words: String } = "account.no-notifications",
        "Notifications cannot be subscribed ({status}: {words}), so engagements are asked for when somebody is looked up";
    AccountRefused { status: u16, words: String } = "account.refused",
        "the contact center refused ({status}): {words}; the client's id, its secret, the application key or the account is wrong";
    SubscribingElsewhere = "account.busy", "Somebody else changes the subscriptions";
    NoKeyYet = "connector.no-key-yet", "The connector has no key: make one first";
    AddressNotSafe { url: String } =
        "service.no-https", "{url}: what happens is told by https alone: start the service with --public-url";
    AddressNotTaken { url: String } = "service.no-port",
        "{url}: the contact center sends only by https on port 443, to a name: start the service with --public-url";
    GenesysClient { words: String } = "genesys.client",
        "Genesys Cloud does not take the OAuth client ({words}): its id or secret is wrong, it was switched off or deleted, or it is of another region";
    GenesysPermission { permission: String } = "genesys.permission",
        "The OAuth client lacks the permission {permission}: give it to a role of the client, and what was missed meanwhile is asked for";
    GenesysForbidden { words: String } = "genesys.forbidden",
        "The OAuth client may not do this ({words}): look at its roles and their divisions";
    GenesysTooOften = "genesys.too-often",
        "Genesys Cloud was asked too often, also by others with the same OAuth client; it is asked again";
    GenesysNames { permission: String } = "genesys.names",
        "the OAuth client lacks the permission {permission}; ids stand in place of names";
    // Records of contact centers.
    RecordWithoutId = "record.no-id", "no id";
    RecordNoEngagement = "record.no-engagement", "no engagement";
    RecordTime { value: String } = "record.not-a-time", "{value} is no time";
    /// What stands where nothing of its kind can.
    Unexpected { value: String } = "event.unexpected", "{value}";
    EngagementNobodys = "event.nobodys-engagement", "nothing says whose the engagement is";
    NoTime = "event.no-time", "has no time";
    NothingSaysWhose = "event.nobodys", "nothing said whose the conversation is";
    NoUserId = "track.no-user", "is missing, and anonymousId, too";
    TrackGroup = "track.group", "group is not taken, as a journey is one person's";
    TrackKind = "track.kind", "must be identify, track, alias, page or screen";
    // Accounts of connectors.
    Region { example: &'static str } = "account.region", "must be one of the vendor's, such as {example}";
    OrganizationId = "account.organization", "must be the vendor's id of the organization";
    AccountId = "account.id", "must be six letters";
    NoText { most: usize } = "account.text", "must be a text of 1 to {most} characters";
    IdentifierName { name: String } = "account.identifier", "{name} cannot be the name of an identifier";
    IdentifierKind { kind: String } = "account.identity-kind", "{kind} is no kind of identity";
    WebexAccess = "account.webex-access", "clientId, clientSecret and refreshToken are needed, or accessToken";
    NoClientYet = "account.no-client", "The connector has no OAuth client yet";
    IsBeingFilled = "filling.under-way", "The connector is being filled already";
    NothingIsFilled = "filling.none", "Nothing is being filled";
    FillingCut = "filling.cut", "The service was stopped meanwhile";
    NoDay = "filling.no-day", "must be a day such as 2026-01-31, or a point in time";
    YetToCome = "filling.yet-to-come", "is yet to come";
    TooLongAgo { days: u32 } = "filling.too-long-ago", "is more than {days} days ago";
    TooOld = "event.too-old", "is more than eight days ago";
}
