/** Data sets as DFLib tables. Programs that use this package add {@code org.dflib:dflib}. */
package io.github.emnist.data.table;
