"""Methods: pure functions, one module each; a DataFrame in, a DataFrame or a result out."""
