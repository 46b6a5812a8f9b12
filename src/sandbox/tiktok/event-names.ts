/**
 * Names at the pixel of standard events of the Events API. Case-sensitive; any other name is a custom event.
 *
 * Source: pixel_event_create.yml of TikTok's official SDK for the types (documented); which name belongs to which is
 * inferred. `CompletePayment` and `SubmitForm` are old names that are converted (documented).
 */
export const EVENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['Purchase', 'SHOPPING'],
  ['CompletePayment', 'SHOPPING'],
  ['PlaceAnOrder', 'ON_WEB_ORDER'],
  ['InitiateCheckout', 'INITIATE_ORDER'],
  ['AddToCart', 'ON_WEB_CART'],
  ['AddToWishlist', 'ON_WEB_ADD_TO_WISHLIST'],
  ['AddPaymentInfo', 'ADD_BILLING'],
  ['ViewContent', 'ON_WEB_DETAIL'],
  ['PageView', 'PAGE_VIEW'],
  ['Lead', 'FORM'],
  ['SubmitForm', 'FORM'],
  ['Contact', 'CONSULT'],
  ['Download', 'DOWNLOAD_START'],
  ['CompleteRegistration', 'ON_WEB_REGISTER'],
  ['Subscribe', 'ON_WEB_SUBSCRIBE'],
  ['Search', 'ON_WEB_SEARCH'],
  ['ClickButton', 'BUTTON'],
]);
